package lambda.serving.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers requests that never become one, such as those with a malformed path, with a [Problem].
final class JettyProblems extends ErrorHandler {

  @Override
  public boolean handle(
      org.eclipse.jetty.server.Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Problem problem =
        Problem.of(
            status,
            HttpStatus.getMessage(status),
            status < 500
                ? "the request is not valid HTTP, or its path or header is malformed or too long"
                : "the API failed; its log says why: './lambda logs api'");
    Responder.SECURITY.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(Json.bytes(problem)), callback);
    return true;
  }
}
