package lambda.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lambda.batch.HourReport;
import lambda.core.definition.StreamFiles;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.generator.Generator;
import lambda.generator.Ledger;
import lambda.generator.LoadSpec;
import lambda.local.ServerSpec;
import lambda.workflows.HourInput;
import lambda.workflows.HourWorkflows;

/// What the demo does with a platform that runs: sends load, seals hours, and compares.
final class Demo {
  private static final int HOURS = 3;
  private static final long EVENTS_PER_DAY = 100_000;
  private static final double SECONDS_A_DAY = 86_400;
  private static final String STREAM = "pageviews";
  private static final String VIEW = "pageviews_per_minute";

  private final Site site;
  private final Console console;

  Demo(Site site, Console console) {
    this.site = site;
    this.console = console;
  }

  /// Sends the past hours, unless this home saw the demo before.
  ///
  /// @return all that the demo ever sent here
  Ledger load() throws InterruptedException {
    if (Files.exists(ledgerFile())) {
      return known();
    }
    refuseForeignData();
    return backfill();
  }

  /// The generator that keeps going.
  ServerSpec liveGenerator() {
    return ProductProcesses.generator(
        site,
        List.of(
            "--events-per-day",
            Long.toString(EVENTS_PER_DAY),
            "--ledger",
            liveLedgerFile().toString()));
  }

  /// The table of the hours, and what to open.
  void printResult(double seconds) {
    console.line("");
    console.line("The hours, %.0f s after the start:".formatted(seconds));
    HoursCommand.print(console, HoursCommand.list(site));
    console.line("");
    printAddresses();
  }

  private Path liveLedgerFile() {
    return site.home().data("ledger-live.json");
  }

  private Path ledgerFile() {
    return site.home().data("ledger.json");
  }

  /// Three whole hours, and the present one up to now.
  private Ledger backfill() throws InterruptedException {
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
    Generator generator =
        new Generator(
            spec,
            site.kafka(),
            StreamFiles.read(site.streams()).stream(STREAM).topic(),
            Optional.of(ledgerFile()),
            InstantSource.system(),
            _ -> {});
    Ledger ledger = generator.run(now);
    console.line(
        "  ✓ sent %d past hours: %s records, of them %s duplicates and %s malformed"
            .formatted(
                HOURS,
                Console.count(ledger.records()),
                Console.count(ledger.duplicates()),
                Console.count(ledger.deadLetters())));
    return ledger;
  }

  /// A home that saw the demo before: what it sent then, and what its generator sent since.
  private Ledger known() {
    Ledger ledger = Ledger.read(ledgerFile());
    ledger.addAll(Ledger.read(liveLedgerFile()));
    console.line("  ✓ this home has the demo's hours already; going on with them");
    return ledger;
  }

  private void refuseForeignData() {
    if (!HoursCommand.list(site).isEmpty()) {
      throw LambdaException.badInput(
          "%s holds data that the demo did not send, so it could not compare; use another --home, or './lambda down --delete-data'"
              .formatted(site.home().folder()));
    }
  }

  /// Compares with the ledger before and after the hours go through their workflows.
  ///
  /// @return whether every figure was equal, everywhere
  boolean prove(Ledger ledger) throws InterruptedException {
    try (LedgerCheck check = new LedgerCheck(site, VIEW, ledger)) {
      boolean equal = say("speed layer", check.await(LedgerCheck.Where.SERVING));
      for (HourReport report : runWorkflows()) {
        console.line(
            "  ✓ LambdaHour %s: %s, %s records, %s differences"
                .formatted(
                    report.hour(),
                    report.state(),
                    Console.count(report.records()),
                    Console.count(report.differences())));
      }
      equal &= say("serving view", check.await(LedgerCheck.Where.SERVING));
      equal &= say("Elasticsearch", check.await(LedgerCheck.Where.ELASTICSEARCH));
      if (!equal) {
        console.line(
            "  ✗ the figures do not equal what was sent. After a generator was killed, its ledger lacks its last seconds; else please report it");
      }
      return equal;
    }
  }

  private boolean say(String where, LedgerCheck.Outcome outcome) {
    console.line(
        "  %s %-13s %s events in %s figures; the ledger says %s in %s: %s"
            .formatted(
                outcome.equal() ? "✓" : "✗",
                where,
                Console.count(outcome.foundEvents()),
                Console.count(outcome.foundFigures()),
                Console.count(outcome.expectedEvents()),
                Console.count(outcome.expectedFigures()),
                outcome.equal() ? "equal, each one" : outcome.different() + " differ"));
    return outcome.equal();
  }

  private List<HourReport> runWorkflows() {
    List<HourInput> hours = new ArrayList<>();
    Hour present = Hour.of(Instant.now());
    HoursCommand.list(site).stream()
        .filter(status -> status.stream().equals(STREAM) && present.isAfter(status.hour()))
        .forEach(status -> hours.add(new HourInput(STREAM, status.hour().toString())));
    try (HourWorkflows workflows = new HourWorkflows(site.temporal(), "default")) {
      return workflows.runAll(hours, Duration.ofMinutes(5));
    }
  }

  private void printAddresses() {
    console.table(
        List.of("OPEN", "AT"),
        List.of(
            List.of("Temporal UI, with the workflows", site.temporalUi()),
            List.of("the figures", "./lambda query " + VIEW + " --key SW19"),
            List.of("the hours", "./lambda hours"),
            List.of(
                "PostgreSQL",
                "psql postgresql://lambda:lambda@127.0.0.1:%d/lambda"
                    .formatted(site.ports().postgres())),
            List.of("Elasticsearch", site.elasticsearch() + "/" + VIEW + "-*/_search"),
            List.of("S3 (key lambda, secret lambda-secret)", site.s3()),
            List.of("metrics", "http://127.0.0.1:%d/metrics".formatted(site.ports().speedLayer())),
            List.of("end it", "Ctrl-C, or ./lambda down")));
  }
}
