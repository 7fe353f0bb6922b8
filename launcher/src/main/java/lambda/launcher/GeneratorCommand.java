package lambda.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import lambda.core.definition.StreamFiles;
import lambda.core.failure.LambdaException;
import lambda.generator.Generator;
import lambda.generator.Ledger;
import lambda.generator.LoadSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda generator`, and `bin/generator`
@Command(
    name = "generator",
    description = {
      "Send pageviews to Kafka.",
      "Poisson arrivals; postcodes drawn by Zipf's law, SW19 the hot one.",
      "Runs until Ctrl-C, or for --duration, or until --backfill is done."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class GeneratorCommand implements Callable<Integer> {
  private static final double SECONDS_A_DAY = 86_400;
  private static final String STREAM = "pageviews";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  @Option(
      names = "--events-per-day",
      paramLabel = "N",
      description =
          "Mean number of arrivals a day. Default: ${DEFAULT-VALUE}, about 1.16 a second.")
  private double eventsPerDay = 100_000;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Mean number of arrivals a second, instead of --events-per-day.")
  private @Nullable Double rate;

  @Option(
      names = "--zipf",
      paramLabel = "S",
      description =
          "Exponent of Zipf's law for postcodes; 0 is uniform. Default: ${DEFAULT-VALUE}.")
  private double zipf = 1.1;

  @Option(
      names = "--duration",
      paramLabel = "PT10M",
      description = "How long to go on, as an ISO-8601 duration.")
  private @Nullable Duration duration;

  @Option(
      names = "--backfill",
      paramLabel = "PT3H",
      description = {
        "First send the past at once, with its record timestamps: so many whole hours, and the present hour up to now.",
        "Without --duration the generator ends then. Meant for a topic that is still empty."
      })
  private @Nullable Duration backfill;

  @Option(
      names = "--late",
      paramLabel = "SHARE",
      description = "Share of events that happened up to two hours before they arrive.")
  private double late;

  @Option(
      names = "--duplicates",
      paramLabel = "SHARE",
      description = "Share of events that are sent a second time, up to five minutes later.")
  private double duplicates;

  @Option(
      names = "--malformed",
      paramLabel = "SHARE",
      description = "Share of records that are no events.")
  private double malformed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes the load repeatable. Default: another one each time.")
  private @Nullable Long seed;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description =
          "Keep exact expected figures per view, window and key; a file that exists is taken up again.")
  private @Nullable Path ledger;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Another Kafka than that of the local stack.")
  private @Nullable String kafka;

  @Mixin private StackOptions stack = new StackOptions();

  @Override
  public Integer call() throws InterruptedException {
    Site site = stack.site();
    Console console = new Console(System.err);
    InstantSource clock = InstantSource.system();
    Instant now = clock.instant();
    Instant start =
        backfill == null ? now : now.truncatedTo(ChronoUnit.HOURS).minus(positive(backfill));
    LoadSpec spec =
        new LoadSpec(
            rate == null ? eventsPerDay / SECONDS_A_DAY : rate,
            zipf,
            late,
            duplicates,
            malformed,
            seed == null ? ThreadLocalRandom.current().nextLong() : seed,
            start);
    Generator generator =
        new Generator(
            spec,
            kafka == null ? site.kafka() : kafka,
            StreamFiles.read(site.streams()).stream(STREAM).topic(),
            Optional.ofNullable(ledger),
            clock,
            sent -> console.line(sentence(sent)));
    CountDownLatch done = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(generator, done), "shutdown"));
    try {
      console.line(sentence(generator.run(end(now))));
    } finally {
      done.countDown();
    }
    return 0;
  }

  private Instant end(Instant now) {
    if (duration != null) {
      return now.plus(positive(duration));
    }
    return backfill == null ? NEVER : now;
  }

  private static Duration positive(Duration given) {
    if (!given.isPositive()) {
      throw LambdaException.badInput("--duration and --backfill must be positive, such as PT3H");
    }
    return given;
  }

  /// On Ctrl-C: what was sent is acknowledged and entered before the process ends.
  private static void stop(Generator generator, CountDownLatch done) {
    generator.stop();
    try {
      if (!done.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println(
            "the generator did not end in time; its ledger may lack the last events");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String sentence(Ledger sent) {
    return "sent %s records: %s events, %s duplicates, %s malformed"
        .formatted(
            Console.count(sent.records()),
            Console.count(sent.events()),
            Console.count(sent.duplicates()),
            Console.count(sent.deadLetters()));
  }
}
