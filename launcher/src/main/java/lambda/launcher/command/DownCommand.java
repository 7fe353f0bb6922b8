package lambda.launcher.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lambda.core.failure.LambdaException;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import lambda.local.supervise.Folders;
import lambda.local.supervise.Home;
import lambda.local.supervise.HomeLock;
import lambda.local.supervise.OrphanProcesses;
import lambda.local.supervise.Processes;
import lambda.local.supervise.ServerStatus;
import lambda.local.supervise.StackState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda down`
@Command(
    name = "down",
    description = "Stop the stack that runs in the home. Its data stays.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /// What a home holds; the last one marks it as a home, so that a deletion that was interrupted
  /// can be repeated.
  private static final List<String> PARTS = List.of("data", "log", "run");

  @Mixin private StackOptions options = new StackOptions();

  @Option(names = "--delete-data", description = "Delete the home's data and logs as well.")
  private boolean deleteData;

  @Override
  public Integer call() throws IOException {
    LocalStack stack = options.stack();
    Console console = new Console(System.out);
    Home home = stack.home();
    Optional<StackState> state = StackState.read(home);
    if (deleteData
        && state.isEmpty()
        && PARTS.stream().map(home.folder()::resolve).anyMatch(Files::exists)) {
      throw LambdaException.badInput(
          "no stack has ever run in %s (%s is missing); nothing was deleted"
              .formatted(home.folder(), home.stateFile()));
    }
    state.ifPresentOrElse(
        last -> end(stack, last, console),
        () -> console.line("No stack has ever run in " + home.folder()));
    if (deleteData && state.isPresent()) {
      try (HomeLock _ = HomeLock.take(home)) { // no stack may start in the meantime
        for (String part : PARTS) {
          Folders.delete(home.folder().resolve(part));
        }
      }
      console.line("Deleted its data and logs.");
    }
    return 0;
  }

  private static void end(LocalStack stack, StackState state, Console console) {
    Path home = stack.home().folder();
    Optional<ProcessHandle> supervisor = Processes.find(state.pid(), state.startedAt());
    supervisor.ifPresent(process -> {
      console.line("Stopping the stack in " + home + " …");
      process.destroy();
      if (!Processes.awaitEnd(process, LIMIT)) {
        throw LambdaException.fatal(
            "the supervisor (pid %d) has not stopped within %d s; see %s"
                .formatted(process.pid(), LIMIT.toSeconds(), stack.home().log("supervisor")));
      }
    });
    List<String> orphans =
        OrphanProcesses.end(stack.home()).stream().map(ServerStatus::title).toList();
    if (!orphans.isEmpty()) {
      console.line(
          "The supervisor of the stack in %s had been killed; stopped the processes that it left: %s"
              .formatted(home, String.join(", ", orphans)));
    } else {
      console.line(supervisor.isPresent() ? "Stopped." : "No stack is running in " + home);
    }
  }
}
