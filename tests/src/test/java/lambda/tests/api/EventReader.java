package lambda.tests.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads server-sent events from a socket. By HTTP/1.0, so that they are not sent in chunks.
final class EventReader implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader reader;

  EventReader(int port, String target, Optional<String> lastEventId) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    OutputStream out = socket.getOutputStream();
    out.write(
        "GET %s HTTP/1.0\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n%s\r\n"
            .formatted(target, port, lastEventId.map("Last-Event-ID: %s\r\n"::formatted).orElse(""))
            .getBytes(StandardCharsets.US_ASCII));
    InputStream in = socket.getInputStream();
    reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /// The next event with data, by its fields; comments are skipped.
  Map<String, String> next(Duration patience) throws IOException {
    socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    Map<String, String> event = new HashMap<>();
    while (true) {
      String line = reader.readLine();
      if (line == null) {
        throw new IOException("the server closed the connection");
      }
      if (line.isEmpty() && event.containsKey("data")) {
        return event;
      }
      int colon = line.indexOf(": ");
      if (colon > 0 && Set.of("id", "event", "data").contains(line.substring(0, colon))) {
        event.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
  }

  /// The first line of the answer.
  String status() throws IOException {
    socket.setSoTimeout(20_000);
    return String.valueOf(reader.readLine());
  }

  /// Whether nothing arrives for a while.
  boolean isSilent(Duration time) throws IOException {
    try {
      next(time);
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
