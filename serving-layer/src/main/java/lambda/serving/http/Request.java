package lambda.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A request, as endpoints see it. One thread.
public final class Request {
  private final Context context;

  Request(Context context) {
    this.context = context;
  }

  /// The part of the path that stands for a parameter, decoded.
  public String path(String name) {
    return context.pathParam(name);
  }

  /// The query.
  ///
  /// @param known the parameters that there are
  /// @throws ProblemException if it has another parameter
  public Parameters parameters(String... known) {
    return Parameters.parse(context.queryString(), List.of(known));
  }

  /// The format to answer in.
  ///
  /// @throws ProblemException if the reader accepts none of those offered
  public Format format(Format... offered) {
    return Format.choose(context.header("Accept"), List.of(offered));
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.header(name));
  }

  /// The JSON document that was sent.
  ///
  /// @throws ProblemException if it is none
  public JsonNode json() {
    String contentType = Optional.ofNullable(context.contentType()).orElse("nothing");
    String mediaType = contentType.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
    if (!mediaType.equals("application/json")) {
      throw new ProblemException(
          Problem.of(
              415,
              "Unsupported media type",
              "the request has content of type '%s'; send JSON with 'Content-Type: application/json'"
                  .formatted(contentType)));
    }
    try {
      return Json.read(context.bodyAsBytes());
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(400, "Wrong content", "the request's content is not a JSON document"));
    }
  }

  /// The address that the reader used, such as `http://127.0.0.1:8080`.
  public String origin() {
    return context.scheme() + "://" + context.host();
  }

  /// The path and the query, as they were sent.
  public String target() {
    String query = context.queryString();
    return query == null ? context.path() : context.path() + "?" + query;
  }
}
