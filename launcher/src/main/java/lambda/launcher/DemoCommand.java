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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import lambda.batch.HourReport;
import lambda.core.definition.StreamFiles;
import lambda.core.hour.Hour;
import lambda.generator.Generator;
import lambda.generator.Ledger;
import lambda.generator.LoadSpec;
import lambda.workflows.HourInput;
import lambda.workflows.HourWorkflows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda demo`
@Command(
    name = "demo",
    description = {
      "Show the whole idea in a minute.",
      "Starts everything, sends three past hours of pageviews, takes each hour through its Temporal workflow,",
      "compares the figures with what was sent, and keeps the generator going. Ctrl-C ends it."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int HOURS = 3;
  private static final double EVENTS_PER_DAY = 100_000;
  private static final double SECONDS_A_DAY = 86_400;
  private static final String STREAM = "pageviews";
  private static final String VIEW = "pageviews_per_minute";

  @Mixin private StackOptions stack = new StackOptions();

  @Option(
      names = {"-d", "--detach"},
      description = "Return once the table stands; 'lambda down' ends the stack.")
  private boolean detach;

  @Override
  public Integer call() throws Exception {
    Site site = stack.site();
    Console console = new Console(System.out);
    if (detach) {
      return new Detached(site, console)
          .run(
              List.of(
                  "demo",
                  "--home",
                  site.home().folder().toString(),
                  "--port-offset",
                  Integer.toString(site.ports().offset())));
    }
    long began = System.nanoTime();
    boolean first = !Files.exists(ledgerFile(site));
    try (LocalPlatform platform = new LocalPlatform(site, console)) {
      console.line("Starting in " + site.home().folder());
      platform.startServers();
      CompletableFuture<Ledger> backfill =
          CompletableFuture.supplyAsync(
              () -> first ? backfill(site, console) : known(site, console));
      platform.start(List.of(ProductProcesses.speedLayer(site), ProductProcesses.worker(site)));
      boolean equal = prove(site, console, backfill.join());
      platform.start(
          List.of(
              ProductProcesses.generator(
                  site,
                  List.of(
                      "--events-per-day",
                      Long.toString((long) EVENTS_PER_DAY),
                      "--ledger",
                      site.home().data("ledger-live.json").toString()))));
      console.line("");
      console.line(
          "The hours, %.0f s after the start:".formatted((System.nanoTime() - began) / 1e9));
      HoursCommand.print(console, HoursCommand.list(site));
      console.line("");
      printAddresses(site, console);
      platform.ready();
      if (!equal) {
        console.line("The figures do not equal the ledger: that is a fault. Please report it.");
      }
      platform.awaitEnd();
      return equal ? 0 : 1;
    }
  }

  private static Path ledgerFile(Site site) {
    return site.home().data("ledger.json");
  }

  /// Three whole hours, and the present one up to now.
  private static Ledger backfill(Site site, Console console) {
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
            Optional.of(ledgerFile(site)),
            InstantSource.system(),
            _ -> {});
    try {
      Ledger ledger = generator.run(now);
      console.line(
          "  ✓ sent %d past hours: %s records, of them %s duplicates and %s malformed"
              .formatted(
                  HOURS,
                  Console.count(ledger.records()),
                  Console.count(ledger.duplicates()),
                  Console.count(ledger.deadLetters())));
      return ledger;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Ledger known(Site site, Console console) {
    console.line("  ✓ this home has the demo's hours already; going on with them");
    return Ledger.read(ledgerFile(site));
  }

  private static boolean prove(Site site, Console console, Ledger ledger)
      throws InterruptedException {
    try (LedgerCheck check = new LedgerCheck(site, VIEW, ledger)) {
      boolean equal = say(console, "speed layer", check.await(LedgerCheck.Where.SERVING));
      for (HourReport report : runWorkflows(site)) {
        console.line(
            "  ✓ LambdaHour %s: %s, %s records, %s differences"
                .formatted(
                    report.hour(),
                    report.state(),
                    Console.count(report.records()),
                    Console.count(report.differences())));
      }
      equal &= say(console, "serving view", check.await(LedgerCheck.Where.SERVING));
      equal &= say(console, "Elasticsearch", check.await(LedgerCheck.Where.ELASTICSEARCH));
      return equal;
    }
  }

  private static boolean say(Console console, String where, LedgerCheck.Outcome outcome) {
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

  private static List<HourReport> runWorkflows(Site site) {
    List<HourInput> hours = new ArrayList<>();
    Hour present = Hour.of(Instant.now());
    HoursCommand.list(site).stream()
        .filter(status -> status.stream().equals(STREAM) && present.isAfter(status.hour()))
        .forEach(status -> hours.add(new HourInput(STREAM, status.hour().toString())));
    try (HourWorkflows workflows = new HourWorkflows(site.temporal(), "default")) {
      return workflows.runAll(hours, Duration.ofMinutes(5));
    }
  }

  private static void printAddresses(Site site, Console console) {
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
