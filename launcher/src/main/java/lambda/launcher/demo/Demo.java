package lambda.launcher.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lambda.batch.hour.HourReport;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.parse.StreamFiles;
import lambda.generator.Generator;
import lambda.generator.ledger.Ledger;
import lambda.generator.load.LoadSpec;
import lambda.launcher.console.Console;
import lambda.launcher.console.HourTable;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.ProductProcesses;
import lambda.launcher.stack.StackHours;
import lambda.launcher.stack.ViewVerification;
import lambda.launcher.stack.ViewVerification.ViewReport;
import lambda.local.supervise.ServerSpec;
import lambda.workflows.client.HourWorkflowClient;
import lambda.workflows.input.HourInput;

/// Runs the demo on a running stack: sends load, seals hours, and compares.
public final class Demo {
  private static final int HOURS = 3;
  private static final int SHOWN = 3;
  private static final long EVENTS_PER_DAY = 100_000;
  private static final double SECONDS_A_DAY = 86_400;
  private static final String LEDGER = "ledger-%s.json";
  private static final String LIVE_LEDGER = "ledger-live-%s.json";

  private final LocalStack stack;
  private final Console console;

  public Demo(LocalStack stack, Console console) {
    this.stack = stack;
    this.console = console;
  }

  /// Sends the past hours of every stream, unless the demo ran in this home before.
  ///
  /// @return everything that the demo has ever sent here, for each stream that it sent to
  public List<Ledger> load() throws InterruptedException {
    List<StreamDefinition> streams = StreamFiles.read(stack.streams()).all();
    List<StreamDefinition> sent =
        streams.stream().filter(stream -> Files.exists(file(LEDGER, stream.name()))).toList();
    if (!sent.isEmpty()) {
      console.line("  ✓ this home already has the demo's hours; continuing with them");
      return sent.stream().map(this::known).toList();
    }
    refuseForeignData();
    return backfill(streams);
  }

  /// The generator that keeps running.
  public ServerSpec liveGenerator() {
    return ProductProcesses.generator(
        stack,
        List.of(
            "--stream",
            "all",
            "--events-per-day",
            Long.toString(EVENTS_PER_DAY),
            "--ledger",
            file(LIVE_LEDGER, "{stream}").toString()));
  }

  /// Prints the table of the hours, and what to open next.
  ///
  /// @param detached whether the stack runs in the background, where Ctrl-C does not reach it
  public void printResult(double seconds, boolean detached) {
    console.line("");
    console.line("The hours, %.0f s after the start:".formatted(seconds));
    HourTable.print(console, StackHours.list(stack));
    console.line("");
    printAddresses(detached);
  }

  private Path file(String name, String stream) {
    return stack.home().data(name.formatted(stream));
  }

  /// Three whole hours, and the current one so far.
  private List<Ledger> backfill(List<StreamDefinition> streams) throws InterruptedException {
    Instant now = Instant.now();
    LoadSpec spec =
        new LoadSpec(
            EVENTS_PER_DAY / SECONDS_A_DAY,
            1.1,
            0.02,
            0.01,
            0.005,
            now.getEpochSecond(),
            now.truncatedTo(ChronoUnit.HOURS).minus(HOURS, ChronoUnit.HOURS));
    List<Ledger> ledgers =
        Generator.runAll(
            streams.stream()
                .map(stream ->
                    new Generator(
                        spec,
                        stream,
                        stack.kafka(),
                        Optional.of(file(LEDGER, stream.name())),
                        InstantSource.system(),
                        _ -> {}))
                .toList(),
            now);
    for (Ledger ledger : ledgers) {
      console.line(
          "  ✓ sent %d past hours of %s: %s records, including %s duplicates and %s malformed"
              .formatted(
                  HOURS,
                  ledger.stream().name(),
                  Console.count(ledger.counts().records()),
                  Console.count(ledger.counts().duplicates()),
                  Console.count(ledger.counts().deadLetters())));
    }
    return ledgers;
  }

  /// What the demo sent here before, and what its generator has sent since.
  private Ledger known(StreamDefinition stream) {
    Ledger ledger = Ledger.read(stream, file(LEDGER, stream.name()));
    ledger.addAll(Ledger.read(stream, file(LIVE_LEDGER, stream.name())));
    return ledger;
  }

  private void refuseForeignData() {
    if (!StackHours.list(stack).isEmpty()) {
      throw LambdaException.badInput(
          "%s has data that the demo did not send, so it could not compare; use another --home, or '%s'"
              .formatted(stack.home().folder(), stack.command("down --delete-data")));
    }
  }

  /// Compares with the ledgers before and after the hours go through their workflows. A stream that
  /// also received other load cannot be compared.
  ///
  /// @return whether no figure differs in any stream
  public boolean prove(List<Ledger> ledgers) throws InterruptedException {
    List<Ledger> own = ledgers.stream().filter(this::alone).toList();
    boolean equal = compare("speed layer", LedgerCheck.Where.SERVING, own);
    for (HourReport report : runWorkflows()) {
      console.line(
          "  %s LambdaHour %s %s: %s, %s records, %s differences"
              .formatted(
                  report.sealed() ? "✓" : "–",
                  report.stream(),
                  report.hour(),
                  report.state(),
                  Console.count(report.records()),
                  Console.count(report.differences())));
    }
    equal &= compare("serving view", LedgerCheck.Where.SERVING, own);
    equal &= verifyViews(own);
    if (!equal) {
      console.line("  ✗ the figures do not equal what was sent: please report this");
    }
    return equal;
  }

  /// Compares Elasticsearch and the files on S3 with the serving view.
  private boolean verifyViews(List<Ledger> ledgers) {
    List<ViewReport> reports =
        new ViewVerification(stack).run(ledgers.stream().map(Ledger::stream).toList(), _ -> {});
    boolean equal = reports.stream().allMatch(ViewReport::equal);
    console.line(
        "  %s Elasticsearch and aggregated/: %s rows of %d views compared with the serving view: %s"
            .formatted(
                equal ? "✓" : "✗",
                Console.count(reports.stream().mapToLong(ViewReport::figures).sum()),
                reports.size(),
                equal ? "all equal" : "there are differences, such as"));
    reports.stream()
        .flatMap(report -> report.examples().stream().map((report.view() + ": ")::concat))
        .limit(SHOWN)
        .forEach(example -> console.line("      " + example));
    return equal;
  }

  private boolean alone(Ledger ledger) {
    long others = OtherLoad.records(stack, ledger);
    if (others > 0) {
      console.line(
          "  – %s: received %s records in addition to the demo's; figures not compared"
              .formatted(ledger.stream().name(), Console.count(others)));
    }
    return others == 0;
  }

  private boolean compare(String name, LedgerCheck.Where where, List<Ledger> ledgers)
      throws InterruptedException {
    boolean equal = true;
    for (Ledger ledger : ledgers) {
      try (LedgerCheck check = new LedgerCheck(stack, ledger)) {
        LedgerCheck.Outcome outcome = check.await(where);
        // Load that someone else is sending at this moment is not a difference.
        if (outcome.equal() || alone(ledger)) {
          print(name, ledger, outcome);
          equal &= outcome.equal();
        }
      }
    }
    return equal;
  }

  private void print(String where, Ledger ledger, LedgerCheck.Outcome outcome) {
    console.line(
        "  %s %-13s %s: %s events sent, %s rows of %d views answered: %s"
            .formatted(
                outcome.equal() ? "✓" : "✗",
                where,
                ledger.stream().name(),
                Console.count(ledger.counts().events()),
                Console.count(outcome.foundFigures()),
                ledger.stream().views().size(),
                outcome.equal()
                    ? "all equal"
                    : Console.count(outcome.different()) + " differ, such as"));
    outcome.differences().forEach(difference -> console.line("      " + difference));
  }

  private List<HourReport> runWorkflows() {
    List<HourInput> hours = new ArrayList<>();
    Hour current = Hour.of(Instant.now());
    StackHours.list(stack).stream()
        .filter(status -> current.isAfter(status.hour()))
        .forEach(status -> hours.add(new HourInput(status.stream(), status.hour().toString())));
    try (HourWorkflowClient workflows = new HourWorkflowClient(stack.temporal(), "default")) {
      return workflows.runAll(hours, Duration.ofMinutes(5));
    }
  }

  private void printAddresses(boolean detached) {
    console.table(
        List.of("OPEN", "AT"),
        List.of(
            List.of("live page and API", stack.api()),
            List.of("Temporal UI, with the workflows", stack.temporalUi()),
            List.of("Temporal CLI", stack.command("temporal") + " workflow list"),
            List.of("views", stack.command("streams")),
            List.of("figures", stack.command("query sales_per_category --top 10")),
            List.of("hours", stack.command("hours")),
            List.of(
                "PostgreSQL",
                "psql postgresql://lambda:lambda@127.0.0.1:%d/lambda"
                    .formatted(stack.ports().postgres())),
            List.of("Elasticsearch", stack.elasticsearch() + "/transactions/_search"),
            List.of("S3 (key lambda, secret lambda-secret)", stack.s3()),
            List.of("metrics", "http://127.0.0.1:%d/metrics".formatted(stack.ports().speedLayer())),
            List.of("stop it", (detached ? "" : "Ctrl-C, or ") + stack.command("down"))));
  }
}
