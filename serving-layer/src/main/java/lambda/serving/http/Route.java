package lambda.serving.http;

/// A path, and what answers requests to it.
///
/// @param path with parameters in braces, such as `/api/views/{view}`
public record Route(Method method, String path, Endpoint endpoint) {

  /// The methods that are served. HEAD is answered like GET, without a body.
  public enum Method {
    GET,
    POST
  }

  /// Answers requests, on any number of threads at once.
  @FunctionalInterface
  public interface Endpoint {
    /// @throws ProblemException if the request cannot be answered as it was meant
    Answer answer(Request request);
  }

  public static Route get(String path, Endpoint endpoint) {
    return new Route(Method.GET, path, endpoint);
  }

  public static Route post(String path, Endpoint endpoint) {
    return new Route(Method.POST, path, endpoint);
  }
}
