package lambda.tests.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lambda.core.config.Settings;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.serving.api.ApiConfig;
import lambda.serving.api.DeadLetterReasons;
import lambda.serving.api.QueryApi;
import lambda.serving.api.Workflows;
import lambda.store.Database;
import lambda.tests.stack.EmbeddedPostgres;

/// The API on a Postgres with [SampleStreams], without Kafka, and at a fixed time.
final class ApiFixture implements AutoCloseable {
  static final Instant NOW = SampleStreams.at(150);
  static final String TOKEN = "a secret";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EmbeddedPostgres postgres;
  private final Database database;
  private final QueryApi api;
  private final HttpClient http = HttpClient.newHttpClient();

  ApiFixture(Path folder, Map<String, String> settings) {
    Path streams = folder.resolve("streams");
    SampleStreams.write(streams);
    postgres = new EmbeddedPostgres(folder.resolve("postgres"));
    SampleStreams.fill(postgres.database().jdbi(), streams);
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "LAMBDA_STREAMS",
                streams.toString(),
                "LAMBDA_KAFKA",
                "127.0.0.1:1",
                "LAMBDA_API_TOKEN",
                TOKEN,
                "LAMBDA_API_PROCESSES",
                "worker=http://127.0.0.1:1",
                "LAMBDA_TEMPORAL_UI",
                "http://127.0.0.1:8233"));
    environment.putAll(settings);
    database = postgres.connect(8);
    try {
      api = serve(environment);
    } catch (RuntimeException e) {
      database.close();
      postgres.close();
      throw e;
    }
  }

  private QueryApi serve(Map<String, String> environment) {
    return new QueryApi(
        Settings.read(environment, ApiConfig::from),
        0,
        database,
        new SampleWorkflows(),
        ApiFixture::reasons,
        InstantSource.fixed(NOW),
        new SimpleMeterRegistry());
  }

  private static List<DeadLetterReasons.Reason> reasons(
      String stream, Hour from, Hour to, int limit) {
    if (from.equals(Hour.of(SampleStreams.at(60)))) {
      throw LambdaException.fatal("the object is missing");
    }
    return List.of(
        new DeadLetterReasons.Reason(
            stream,
            "field 'id' is missing",
            2,
            SampleStreams.at(1).toString(),
            SampleStreams.at(2).toString(),
            0,
            17,
            "{}"));
  }

  EmbeddedPostgres postgres() {
    return postgres;
  }

  int port() {
    return api.port();
  }

  URI uri(String target) {
    return URI.create("http://127.0.0.1:%d%s".formatted(api.port(), target));
  }

  HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(uri(target)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  /// Answers once the headers are there; the caller closes the body.
  HttpResponse<InputStream> stream(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String target) {
    return send(request(target));
  }

  JsonNode json(String target) {
    return read(get(target).body());
  }

  static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
    api.close();
    database.close();
    postgres.close();
  }

  /// Remembers nothing and starts nothing.
  private static final class SampleWorkflows implements Workflows {
    @Override
    public List<String> types() {
      return List.of("Backfill", "LambdaHour");
    }

    @Override
    public Link ofHour(String stream, Hour hour) {
      return new Link("LambdaHour-%s-%s".formatted(stream, hour), null);
    }

    @Override
    public Started start(String type, JsonNode input) {
      if (!input.has("stream")) {
        throw LambdaException.badInput("'stream' is missing");
      }
      return new Started(type, type + "-1", null);
    }
  }
}
