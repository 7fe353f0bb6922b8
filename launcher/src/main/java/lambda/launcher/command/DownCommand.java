package lambda.launcher.command;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import lambda.core.failure.LambdaException;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import lambda.local.supervise.Folders;
import lambda.local.supervise.OrphanProcesses;
import lambda.local.supervise.Processes;
import lambda.local.supervise.StackState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda down`
@Command(
    name = "down",
    description = "End the platform that runs in the home, in order. Its data stays.",
    mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Mixin private StackOptions options = new StackOptions();

  @Option(names = "--delete-data", description = "Delete the home's data and logs as well.")
  private boolean deleteData;

  @Override
  public Integer call() throws IOException {
    LocalStack stack = options.stack();
    Console console = new Console(System.out);
    Optional<StackState> state = StackState.read(stack.home());
    Optional<ProcessHandle> supervisor = state.flatMap(s -> Processes.find(s.pid(), s.startedAt()));
    if (supervisor.isPresent()) {
      console.line("Ending the stack in " + stack.home().folder() + " …");
      supervisor.get().destroy();
      if (!Processes.awaitEnd(supervisor.get(), LIMIT)) {
        throw LambdaException.fatal(
            "the supervisor (pid %d) has not ended within %s; see %s"
                .formatted(supervisor.get().pid(), LIMIT, stack.home().log("supervisor")));
      }
      console.line("Ended.");
    } else {
      console.line("No stack runs in " + stack.home().folder());
    }
    OrphanProcesses.end(stack.home());
    if (deleteData) {
      for (String part : new String[] {"data", "log", "run"}) {
        Folders.delete(stack.home().folder().resolve(part));
      }
      console.line("Deleted its data and logs.");
    }
    return 0;
  }
}
