package lambda.launcher.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import lambda.core.failure.LambdaException;

/// Checks that a server accepts connections, where its client would only say so after long retries.
public final class Reachability {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private Reachability() {}

  /// @param address `host:port`
  /// @param setting the environment variable that names the address
  /// @throws LambdaException of category retry if nothing accepts connections there
  public static void require(String server, String address, String setting) {
    URI parsed = URI.create("tcp://" + address);
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(parsed.getHost(), parsed.getPort()),
          Math.toIntExact(LIMIT.toMillis()));
    } catch (IOException e) {
      throw LambdaException.retry(
          "%s does not answer at %s; start it, or set %s".formatted(server, address, setting), e);
    }
  }
}
