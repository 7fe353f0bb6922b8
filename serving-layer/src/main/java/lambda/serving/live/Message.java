package lambda.serving.live;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import lambda.serving.http.Json;

/// An event, in the form in which it is sent: `id`, `event` and `data`. All readers share its
/// bytes.
public final class Message {
  /// Shows that the connection stands.
  static final Message HEARTBEAT = new Message(":\n\n");

  private final byte[] bytes;

  private Message(String text) {
    bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  /// @param id what a reader sends back to go on from here; empty if it cannot
  /// @param event its name
  /// @param data written as JSON, which has no line breaks
  public static Message of(Optional<String> id, String event, Object data) {
    return new Message(
        "%sevent: %s\ndata: %s\n\n"
            .formatted(id.map("id: %s\n"::formatted).orElse(""), event, Json.text(data)));
  }

  /// The caller does not change them.
  byte[] bytes() {
    return bytes;
  }
}
