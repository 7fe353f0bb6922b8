package lambda.launcher.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.failure.LambdaException;
import lambda.launcher.cli.PositiveConverter;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lambda logs`
@Command(
    name = "logs",
    description = "Show the log of a process; without a name, list the logs.",
    mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
  @Mixin private StackOptions options = new StackOptions();

  @Parameters(
      paramLabel = "PROCESS",
      arity = "0..1",
      description = "The name of a process in 'lambda status', such as speed-layer.")
  private @Nullable String process;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "How many of the last lines to show. Default: ${DEFAULT-VALUE}.")
  private int lines = 50;

  @Option(
      names = {"-f", "--follow"},
      description = "Show new lines as they are added, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalStack stack = options.stack();
    List<String> names = names(stack.home().folder().resolve("log"));
    String known = names.isEmpty() ? "none yet" : String.join(", ", names);
    if (process == null) {
      new Console(System.out)
          .line("Logs in " + stack.home().folder().resolve("log") + ": " + known);
      return 0;
    }
    if (!names.contains(process)) {
      throw LambdaException.badInput("there is no log '%s'; known: %s".formatted(process, known));
    }
    List<String> tail =
        follow
            ? List.of(
                "tail", "-n", Integer.toString(lines), "-F", stack.home().log(process).toString())
            : List.of("tail", "-n", Integer.toString(lines), stack.home().log(process).toString());
    return new ProcessBuilder(tail).inheritIO().start().waitFor();
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".log"))
          .map(name -> name.substring(0, name.length() - ".log".length()))
          .sorted()
          .collect(Collectors.toList());
    }
  }
}
