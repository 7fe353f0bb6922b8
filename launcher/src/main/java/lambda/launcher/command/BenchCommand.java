package lambda.launcher.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import lambda.launcher.bench.BatchBenchmark;
import lambda.launcher.bench.FoldBenchmark;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ProductProcesses;
import lambda.local.server.JavaCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lambda bench`
@Command(
    name = "bench",
    description = {
      "Measure a part of the platform beside its limit on this machine, in the same run.",
      "fold: what one thread of the speed layer decodes and folds, beside the JSON parser alone."
          + " Nothing need run.",
      "batch: archive, recompute and compaction of an hour of pageviews, beside bare DuckDB. Starts"
          + " servers of its own,",
      "with ports 7000 above those of the stack, in a folder that is deleted afterwards."
    },
    mixinStandardHelpOptions = true)
public final class BenchCommand implements Callable<Integer> {
  private static final int FOLD_HEAP = 512;
  private static final int BATCH_OFFSET = 7_000;

  /// What can be measured.
  enum Part {
    FOLD,
    BATCH
  }

  @Parameters(paramLabel = "PART", description = "One of ${COMPLETION-CANDIDATES}.")
  private Part part = Part.FOLD;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many events the hour of 'batch' has. Default: ${DEFAULT-VALUE}.")
  private long events = 5_000_000;

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    LocalStack stack = options.stack();
    List<String> command =
        switch (part) {
          case FOLD ->
              command(stack, FOLD_HEAP, FoldBenchmark.class, List.of(stack.streams().toString()));
          case BATCH ->
              command(
                  stack,
                  ProductProcesses.WORKER_HEAP,
                  BatchBenchmark.class,
                  List.of(
                      stack.installation().root().toString(),
                      stack.home().folder().resolve("bench").toString(),
                      Integer.toString(stack.ports().offset() + BATCH_OFFSET),
                      Long.toString(events)));
        };
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static List<String> command(
      LocalStack stack, int heapMegabytes, Class<?> main, List<String> arguments) {
    return JavaCommand.of(
        stack.installation(),
        "bench",
        heapMegabytes,
        List.of(),
        stack.installation().classPath("launcher"),
        main.getName(),
        arguments);
  }
}
