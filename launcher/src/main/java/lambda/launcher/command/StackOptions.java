package lambda.launcher.command;

import java.nio.file.Path;
import java.util.Optional;
import lambda.core.failure.LambdaException;
import lambda.launcher.stack.LocalStack;
import lambda.local.server.Installation;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.StackState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which stack a command is about.
final class StackOptions {
  private static final String ROOT = "lambda.root";
  private static final String STREAMS = "LAMBDA_STREAMS";

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder with the stack's data and logs. Default: .lambda in the checkout.")
  private @Nullable Path home;

  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description =
          "Added to every port, so that several stacks live on one machine. Default: that of the"
              + " stack that runs in the home, else 0.")
  private @Nullable Integer portOffset;

  LocalStack stack() {
    Path root = Path.of(System.getProperty(ROOT, "."));
    Installation installation = new Installation(root);
    Home chosen = new Home(home == null ? installation.root().resolve(".lambda") : home);
    String streams = System.getenv(STREAMS);
    return new LocalStack(
        installation,
        chosen,
        ports(chosen),
        streams == null
            ? installation.root().resolve("streams")
            : Path.of(streams).toAbsolutePath());
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
