package lambda.launcher.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lambda.batch.BatchLayer;
import lambda.batch.maintenance.ArchiveReport;
import lambda.launcher.console.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lambda verify`
@Command(
    name = "verify",
    description = {
      "Prove that the archive holds each record exactly once.",
      "Checks that offsets have no gap, that there are as many records as offsets,",
      "that each record is in its hour, and that the checksum of every file matches.",
      "Reads every file of the declared streams, so a large archive takes a while.",
      "Exit status 1 if there is a problem."
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  /// The things that can be verified.
  enum What {
    ARCHIVE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Parameters(paramLabel = "WHAT", description = "One of ${COMPLETION-CANDIDATES}.")
  private What what = What.ARCHIVE;

  @Option(names = "--stream", paramLabel = "NAME", description = "Only this stream.")
  private @Nullable String stream;

  @Option(
      names = "--json",
      description = "A list of {stream, hours, ranges, records, files, bytes, problems, orphans}.")
  private boolean json;

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() {
    Console console = new Console(System.out);
    Console progress = new Console(System.err);
    List<ArchiveReport> reports =
        switch (what) {
          case ARCHIVE ->
              BatchAccess.query(
                  options.stack(), stream, (batch, name) -> verify(batch, name, progress));
        };
    if (json) {
      console.json(reports);
    } else {
      print(console, reports);
    }
    return reports.stream().allMatch(report -> report.problems().isEmpty()) ? 0 : 1;
  }

  private static ArchiveReport verify(BatchLayer batch, String name, Console progress) {
    return batch
        .maintenance()
        .verify(batch.stream(name), (step, _, _) -> progress.line("%s: %s".formatted(name, step)));
  }

  private static void print(Console console, List<ArchiveReport> reports) {
    console.table(
        List.of("STREAM", "HOURS", "RANGES", "RECORDS", "FILES", "BYTES", "PROBLEMS", "ORPHANS"),
        reports.stream()
            .map(report ->
                List.of(
                    report.stream(),
                    Console.count(report.hours()),
                    Console.count(report.ranges()),
                    Console.count(report.records()),
                    Console.count(report.files()),
                    Console.count(report.bytes()),
                    Console.count(report.problems().size()),
                    Console.count(report.orphans().size())))
            .toList());
    if (reports.stream().anyMatch(report -> !report.problems().isEmpty())) {
      console.line(
          "  The workflow RepairHours archives hours with missing or damaged files again:");
    }
    reports.forEach(report ->
        report
            .problems()
            .forEach(problem -> console.line("  ✗ " + report.stream() + ": " + problem)));
  }
}
