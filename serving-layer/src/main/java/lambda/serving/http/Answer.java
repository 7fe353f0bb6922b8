package lambda.serving.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an endpoint answers.
public sealed interface Answer {

  /// A whole document. The caller does not change its body.
  final class Document implements Answer {
    private final int status;
    private final String contentType;
    private final byte[] body;
    private final Map<String, String> headers;

    /// @param headers further headers
    public Document(int status, String contentType, byte[] body, Map<String, String> headers) {
      this.status = status;
      this.contentType = contentType;
      this.body = body;
      this.headers = Map.copyOf(headers);
    }

    int status() {
      return status;
    }

    String contentType() {
      return contentType;
    }

    byte[] body() {
      return body;
    }

    Map<String, String> headers() {
      return headers;
    }

    /// The same with one more header.
    public Document with(String header, String content) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, content);
      return new Document(status, contentType, body, more);
    }
  }

  /// Server-sent events, for as long as the reader stays.
  record Events(Writer writer) implements Answer {
    /// Writes events on the thread of the request, until there are no more.
    @FunctionalInterface
    public interface Writer {
      /// @throws IOException if the reader is gone
      void write(EventSink sink) throws IOException, InterruptedException;
    }
  }

  static Document json(Object value) {
    return json(200, value);
  }

  static Document json(int status, Object value) {
    return new Document(status, Format.JSON.contentType(), Json.bytes(value), Map.of());
  }

  static Document csv(String text) {
    return new Document(
        200, Format.CSV.contentType(), text.getBytes(StandardCharsets.UTF_8), Map.of());
  }
}
