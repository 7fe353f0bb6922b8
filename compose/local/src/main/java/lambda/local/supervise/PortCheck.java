package lambda.local.supervise;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import lambda.core.failure.LambdaException;

/// Looks whether the ports of a stack are free.
public final class PortCheck {
  private PortCheck() {}

  /// The ports that something listens on already, by the name of what needs them.
  public static Map<String, Integer> taken(Ports ports) {
    Map<String, Integer> taken = new LinkedHashMap<>(ports.all());
    taken.values().removeIf(port -> !taken(port));
    return taken;
  }

  /// @throws LambdaException naming every port that is taken
  static void refuseTaken(Ports ports) {
    Map<String, Integer> taken = taken(ports);
    if (!taken.isEmpty()) {
      String list =
          taken.entrySet().stream()
              .map(port -> "port %d, which %s needs".formatted(port.getValue(), port.getKey()))
              .collect(Collectors.joining("; "));
      throw LambdaException.badInput(
          "taken by another process: %s. End that process, or move this stack: --port-offset 100"
              .formatted(list));
    }
  }

  private static boolean taken(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
