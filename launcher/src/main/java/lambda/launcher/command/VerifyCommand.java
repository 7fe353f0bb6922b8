package lambda.launcher.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lambda.batch.BatchLayer;
import lambda.batch.maintenance.ArchiveReport;
import lambda.batch.maintenance.RebuildReport;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.failure.LambdaException;
import lambda.core.parse.StreamFiles;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ServerErrors;
import lambda.launcher.stack.ViewVerification;
import lambda.launcher.stack.ViewVerification.ViewReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lambda verify`
@Command(
    name = "verify",
    description = {
      "Prove that nothing is lost, and that all stores agree.",
      "",
      "archive: each record is in the archive exactly once.",
      "Checks that offsets have no gap, that there are as many records as offsets,",
      "that each record is in its hour, and that the checksum of every file matches.",
      "Reads every file of the declared streams, so a large archive takes a while.",
      "",
      "views: all stores hold the same figures.",
      "Compares every figure in Elasticsearch, and every partial in aggregated/, with Postgres.",
      "It may run while events arrive.",
      "",
      "archive --rebuild-manifest: after Postgres was lost or restored to an earlier state,",
      "says which hours of the manifest Postgres lacks; with --apply, restores them from the bucket.",
      "",
      "Exit status 1 if there is a problem."
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
  /// The things that can be verified.
  enum What {
    ARCHIVE,
    VIEWS;

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
      names = "--rebuild-manifest",
      description = "Compare Postgres with the manifests in the bucket instead.")
  private boolean rebuild;

  @Option(names = "--apply", description = "With --rebuild-manifest: restore what Postgres lacks.")
  private boolean apply;

  @Option(
      names = "--json",
      description = {
        "archive: a list of {stream, hours, ranges, records, files, bytes, problems, orphans}.",
        "views: a list of {stream, view, figures, changing, hours, differences, examples}.",
        "--rebuild-manifest: a list of {stream, applied, hours, restored, erased, replaced, problems}."
      })
  private boolean json;

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() {
    if (apply && !rebuild) {
      throw LambdaException.badInput("--apply needs --rebuild-manifest");
    }
    return switch (what) {
      case ARCHIVE -> rebuild ? rebuildManifest() : archive();
      case VIEWS -> {
        if (rebuild) {
          throw LambdaException.badInput("--rebuild-manifest belongs to 'verify archive'");
        }
        yield views();
      }
    };
  }

  private int rebuildManifest() {
    Console console = new Console(System.out);
    Console progress = new Console(System.err);
    List<RebuildReport> reports =
        BatchAccess.query(
            options.stack(),
            stream,
            (batch, name) ->
                batch
                    .maintenance()
                    .rebuildManifest(
                        batch.stream(name),
                        apply,
                        (step, _, _) -> progress.line("%s: %s".formatted(name, step))));
    if (json) {
      console.json(reports);
    } else {
      printRebuild(console, reports);
    }
    return reports.stream().allMatch(report -> report.problems().isEmpty()) ? 0 : 1;
  }

  private void printRebuild(Console console, List<RebuildReport> reports) {
    console.table(
        List.of("STREAM", "HOURS", apply ? "RESTORED" : "TO RESTORE", "REPLACED", "PROBLEMS"),
        reports.stream()
            .map(report ->
                List.of(
                    report.stream(),
                    Console.count(report.hours()),
                    Console.count(report.restored().size()),
                    Console.count(report.replaced().size()),
                    Console.count(report.problems().size())))
            .toList());
    for (RebuildReport report : reports) {
      report.restored().forEach(hour -> console.line("  " + report.stream() + ": " + hour));
      if (!report.erased().isEmpty()) {
        console.line(
            "  %s: users were erased from %d of these hours since. If other tables of Postgres are from before, start EraseUser for them again"
                .formatted(report.stream(), report.erased().size()));
      }
      report.problems().forEach(problem -> console.line("  ✗ " + report.stream() + ": " + problem));
    }
    if (!apply && reports.stream().anyMatch(report -> !report.restored().isEmpty())) {
      console.line("  Nothing was changed. Run it again with --apply to restore these hours");
    }
  }

  private int archive() {
    Console console = new Console(System.out);
    Console progress = new Console(System.err);
    List<ArchiveReport> reports =
        BatchAccess.query(options.stack(), stream, (batch, name) -> verify(batch, name, progress));
    if (json) {
      console.json(reports);
    } else {
      print(console, reports);
    }
    return reports.stream().allMatch(report -> report.problems().isEmpty()) ? 0 : 1;
  }

  private int views() {
    LocalStack stack = options.stack();
    Streams declared = StreamFiles.read(stack.streams());
    List<StreamDefinition> streams =
        stream == null ? declared.all() : List.of(declared.stream(stream));
    Console console = new Console(System.out);
    Console progress = new Console(System.err);
    List<ViewReport> reports =
        ServerErrors.postgres(
            stack,
            () ->
                new ViewVerification(stack)
                    .run(streams, view -> progress.line("comparing " + view)));
    if (json) {
      console.json(reports);
    } else {
      printViews(console, reports);
    }
    return reports.stream().allMatch(ViewReport::equal) ? 0 : 1;
  }

  private static void printViews(Console console, List<ViewReport> reports) {
    console.table(
        List.of("VIEW", "ROWS", "CHANGING", "HOURS", "DIFFERENCES"),
        reports.stream()
            .map(report ->
                List.of(
                    report.view(),
                    Console.count(report.figures()),
                    Console.count(report.changing()),
                    Console.count(report.hours()),
                    Console.count(report.differences())))
            .toList());
    reports.forEach(report ->
        report
            .examples()
            .forEach(example -> console.line("  ✗ " + report.view() + ": " + example)));
    if (reports.stream().anyMatch(report -> !report.equal())) {
      console.line(
          "  To rebuild a view in Elasticsearch, start ReprojectView; to rewrite aggregated/, start Backfill");
    }
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
