package lambda.launcher.command;

import java.io.IOException;
import java.util.List;
import lambda.core.failure.LambdaException;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ProductProcesses;
import lambda.local.server.JavaCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda bench`. The benchmarks are a separate module, built when one is first run, so that only
/// those who run them need its libraries.
@Command(
    name = "bench",
    description = "Compare a part of the platform with its limit on this machine.",
    mixinStandardHelpOptions = true)
public final class BenchCommand {
  private static final String MODULE = "benchmarks";
  private static final int FOLD_HEAP = 512;
  private static final int BATCH_OFFSET = 7_000;

  @Command(
      name = "fold",
      description = {
        "Measure how many events one thread of the speed layer decodes and folds, compared with the JSON parser alone.",
        "Needs no servers. Takes about 30 seconds for each stream."
      },
      mixinStandardHelpOptions = true)
  int fold(@Mixin StackOptions options) throws IOException, InterruptedException {
    LocalStack stack = options.stack();
    return run(
        stack, "lambda.benchmarks.FoldBenchmark", FOLD_HEAP, List.of(stack.streams().toString()));
  }

  @Command(
      name = "batch",
      description = {
        "Time archive, recompute and compaction of an hour of pageviews, compared with bare DuckDB.",
        "Starts its own servers, on ports 7000 above those of the stack, in a folder that it deletes afterwards."
      },
      mixinStandardHelpOptions = true)
  int batch(
      @Mixin StackOptions options,
      @Option(
              names = "--events",
              paramLabel = "N",
              defaultValue = "5000000",
              description = "Number of events in the hour. Default: ${DEFAULT-VALUE}.")
          long events)
      throws IOException, InterruptedException {
    if (events < 1) {
      throw LambdaException.badInput("--events must be at least 1, but is " + events);
    }
    LocalStack stack = options.stack();
    return run(
        stack,
        "lambda.benchmarks.BatchBenchmark",
        ProductProcesses.WORKER_HEAP,
        List.of(
            stack.installation().root().toString(),
            stack.home().folder().resolve("bench").toString(),
            Integer.toString(stack.ports().offset() + BATCH_OFFSET),
            Long.toString(events)));
  }

  /// Builds the module if it is missing or out of date, then runs one of its programs.
  private static int run(LocalStack stack, String main, int heapMegabytes, List<String> arguments)
      throws IOException, InterruptedException {
    String front = stack.installation().root().resolve("lambda").toString();
    int built = finish(List.of(front, "build", MODULE));
    return built != 0
        ? built
        : finish(
            JavaCommand.of(
                stack.installation(),
                "bench",
                heapMegabytes,
                List.of(),
                stack.installation().classPath(MODULE),
                main,
                arguments));
  }

  private static int finish(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
