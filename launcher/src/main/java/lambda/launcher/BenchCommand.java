package lambda.launcher;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import lambda.local.JavaCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `lambda bench`
@Command(
    name = "bench",
    description = {
      "Measure a part of the platform beside its limit on this machine, in the same run.",
      "fold: what one thread of the speed layer decodes and folds, beside the JSON parser alone. Nothing need run."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final int HEAP = 512;

  /// What can be measured.
  enum Part {
    FOLD
  }

  @Parameters(paramLabel = "PART", description = "One of ${COMPLETION-CANDIDATES}.")
  private Part part = Part.FOLD;

  @Mixin private StackOptions stack = new StackOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Site site = stack.site();
    String mainClass =
        switch (part) {
          case FOLD -> FoldBenchmark.class.getName();
        };
    List<String> command =
        JavaCommand.of(
            site.installation(),
            "bench",
            HEAP,
            List.of(),
            site.installation().classPath("launcher"),
            mainClass,
            List.of(site.streams().toString()));
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
