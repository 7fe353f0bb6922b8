package lambda.serving.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why a request failed, as a problem document (RFC 9457).
///
/// @param title what kind of problem it is, in a few words
/// @param detail what is wrong, where, and how to fix it
/// @param parameter the name of the parameter that is wrong; null if it is not one
/// @param value its value
/// @param headers further headers of the answer
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    @Nullable String parameter,
    @Nullable String value,
    @JsonIgnore Map<String, String> headers) {
  static final String CONTENT_TYPE = "application/problem+json";

  /// What no `type` of its own describes better than the status does.
  private static final String BY_STATUS = "about:blank";

  private static final String RETRY_AFTER = "Retry-After";

  public Problem {
    headers = Map.copyOf(headers);
  }

  public static Problem of(int status, String title, String detail) {
    return new Problem(BY_STATUS, title, status, detail, null, null, Map.of());
  }

  /// A parameter of the request is wrong.
  ///
  /// @param wanted what it must be
  public static Problem parameter(String name, String value, String wanted) {
    return new Problem(
        BY_STATUS,
        "Wrong parameter",
        400,
        "'%s' is '%s'; it must be %s".formatted(name, value, wanted),
        name,
        value,
        Map.of());
  }

  public static Problem notFound(String detail) {
    return of(404, "Not found", detail);
  }

  /// A server is away or overloaded for a moment.
  public static Problem unavailable(String detail, Duration retryAfter) {
    return of(503, "Unavailable", detail)
        .with(RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
  }

  /// The same with one more header.
  Problem with(String header, String content) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, content);
    return new Problem(type, title, status, detail, parameter, value, more);
  }
}
