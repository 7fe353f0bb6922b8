package lambda.local.supervise;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lambda.core.failure.LambdaException;

/// Checks whether the ports of a stack are free.
public final class PortCheck {
  private static final int OFFSET_STEP = 100;

  private PortCheck() {}

  /// The ports that something listens on already, by the name of what needs them.
  public static Map<String, Integer> taken(Ports ports) {
    Map<String, Integer> taken = new LinkedHashMap<>(ports.all());
    taken.values().removeIf(port -> !taken(port));
    return taken;
  }

  /// @throws LambdaException naming every port that is taken, and by whom
  static void refuseTaken(Ports ports) {
    Map<String, Integer> taken = taken(ports);
    if (!taken.isEmpty()) {
      throw LambdaException.badInput(describe(taken) + ". " + advice());
    }
  }

  /// Ports that are taken, by whom.
  public static String describe(Map<String, Integer> taken) {
    Map<String, List<String>> byUser = new LinkedHashMap<>();
    taken.forEach((name, port) ->
        byUser
            .computeIfAbsent(PortOwner.of(port).orElse("another process"), _ -> new ArrayList<>())
            .add("%d (%s)".formatted(port, name)));
    return byUser.entrySet().stream()
        .map(use ->
            "%s uses port%s %s"
                .formatted(
                    use.getKey(),
                    use.getValue().size() == 1 ? "" : "s",
                    String.join(", ", use.getValue())))
        .collect(Collectors.joining("; "));
  }

  /// What to do if ports are taken.
  public static String advice() {
    return "Stop it, or use other ports: --port-offset %d".formatted(freeOffset());
  }

  /// The smallest multiple of 100 at which every port is free.
  private static int freeOffset() {
    return IntStream.iterate(
            OFFSET_STEP, offset -> offset <= Ports.LARGEST_OFFSET, offset -> offset + OFFSET_STEP)
        .filter(offset -> taken(new Ports(offset)).isEmpty())
        .findFirst()
        .orElse(OFFSET_STEP);
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
