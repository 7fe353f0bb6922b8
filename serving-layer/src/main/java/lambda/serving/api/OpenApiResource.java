package lambda.serving.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import lambda.serving.http.Answer;
import lambda.serving.http.Format;
import lambda.serving.http.Json;
import lambda.serving.http.Request;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// `/api/openapi.json`: what the API answers, for programs. Written as YAML, served as JSON.
final class OpenApiResource {
  private static final String DOCUMENT = "/lambda/serving/openapi.yaml";

  private final byte[] json;

  OpenApiResource() {
    try (InputStream in =
        Objects.requireNonNull(OpenApiResource.class.getResourceAsStream(DOCUMENT))) {
      String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      json = Json.bytes(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + DOCUMENT, e);
    }
  }

  Answer answer(Request request) {
    request.format(Format.JSON);
    request.parameters();
    return new Answer.Document(200, Format.JSON.contentType(), json, Map.of());
  }
}
