package lambda.launcher.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lambda.core.failure.LambdaException;
import lambda.launcher.stack.LocalStack;
import lambda.local.server.Installation;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.StackState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The stack that a command works on.
final class StackOptions {
  private static final String ROOT = "lambda.root";
  private static final String SETTINGS = "LAMBDA_";
  private static final String STREAMS = "LAMBDA_STREAMS";

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder with the stack's data and logs. Default: .lambda in the checkout.")
  private @Nullable String home;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description =
          "Added to every port, so that several stacks can run on one machine. Default: that of the stack running in the home, else 0.")
  private @Nullable Integer portOffset;

  /// Whether a stack was named; without one, a command works on that of the checkout.
  boolean given() {
    return home != null || portOffset != null;
  }

  LocalStack stack() {
    Installation installation = new Installation(Path.of(System.getProperty(ROOT, ".")));
    Home chosen = home == null ? LocalStack.defaultHome(installation) : home(home);
    String streams = System.getenv(STREAMS);
    return new LocalStack(
        installation,
        chosen,
        ports(chosen),
        streams == null
            ? installation.root().resolve("streams")
            : Path.of(streams).toAbsolutePath(),
        settings());
  }

  private static Map<String, String> settings() {
    return System.getenv().entrySet().stream()
        .filter(setting -> setting.getKey().startsWith(SETTINGS))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Home home(String given) {
    if (given.isBlank()) {
      throw LambdaException.badInput(
          "--home is empty; name a folder, or leave the option out for .lambda in the checkout");
    }
    Home home = new Home(Path.of(given));
    for (Path path = home.folder(); path != null; path = path.getParent()) {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw LambdaException.badInput("--home %s: %s is not a folder".formatted(given, path));
      }
    }
    return home;
  }

  private Ports ports(Home chosen) {
    if (portOffset != null) {
      return ports(portOffset);
    }
    Optional<StackState> running = StackState.read(chosen).filter(StackState::supervised);
    return ports(running.map(StackState::portOffset).orElse(0));
  }

  private static Ports ports(int offset) {
    try {
      return new Ports(offset);
    } catch (IllegalArgumentException e) {
      throw LambdaException.badInput(String.valueOf(e.getMessage()));
    }
  }
}
