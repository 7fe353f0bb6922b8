package lambda.launcher.command;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.failure.LambdaException;
import lambda.core.parse.StreamFiles;
import lambda.generator.Generator;
import lambda.generator.ledger.Ledger;
import lambda.generator.load.LoadSpec;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalStack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lambda generator`, and `bin/generator`
@Command(
    name = "generator",
    description = {
      "Send events of a declared stream to Kafka.",
      "Poisson arrivals. Pageviews, clickstream and transactions look like real ones, skewed by"
          + " Zipf's law: postcodes",
      "(SW19 is hot), pages, products. Events of any other stream are made up from its schema.",
      "Runs until Ctrl-C, or for --duration, or until --backfill is done."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class GeneratorCommand implements Callable<Integer> {
  private static final double SECONDS_A_DAY = 86_400;
  private static final String PLACEHOLDER = "{stream}";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
  private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      split = ",",
      description = "Streams to send to, separated by commas, or 'all'. Default: ${DEFAULT-VALUE}.")
  private List<String> names = List.of("pageviews");

  @Option(
      names = "--events-per-day",
      paramLabel = "N",
      description =
          "Mean number of arrivals a day, for each stream. Default: ${DEFAULT-VALUE}, about 1.16 a"
              + " second.")
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
          "Exponent of Zipf's law for what is skewed; 0 is uniform. Default: ${DEFAULT-VALUE}.")
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
        "First send the past at once, with its record timestamps: so many whole hours, and the"
            + " present hour up to now.",
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
          "Keep exact expected figures per view, window and key; a file that exists is taken up"
              + " again. With several streams write {stream} into its name.")
  private @Nullable Path ledger;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Another Kafka than that of the local stack.")
  private @Nullable String kafka;

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() throws InterruptedException {
    LocalStack stack = options.stack();
    Console console = new Console(System.err);
    Instant now = Instant.now();
    LoadSpec spec = spec(now);
    List<StreamDefinition> streams = streams(StreamFiles.read(stack.streams()));
    if (streams.size() > 1 && ledger != null && !ledger.toString().contains(PLACEHOLDER)) {
      throw LambdaException.badInput(
          "--ledger %s: each stream needs its own; write %s into the name"
              .formatted(ledger, PLACEHOLDER));
    }
    List<Generator> generators =
        streams.stream().map(stream -> generator(stack, spec, stream, console)).toList();
    CountDownLatch done = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(generators, done), "shutdown"));
    try {
      Generator.runAll(generators, end(now)).forEach(sent -> console.line(sentence(sent)));
    } finally {
      done.countDown();
    }
    return 0;
  }

  private LoadSpec spec(Instant now) {
    return new LoadSpec(
        rate == null ? eventsPerDay / SECONDS_A_DAY : rate,
        zipf,
        late,
        duplicates,
        malformed,
        seed == null ? ThreadLocalRandom.current().nextLong() : seed,
        backfill == null ? now : now.truncatedTo(ChronoUnit.HOURS).minus(positive(backfill)));
  }

  private List<StreamDefinition> streams(Streams declared) {
    return names.equals(List.of("all"))
        ? declared.all()
        : names.stream().distinct().map(declared::stream).toList();
  }

  private Generator generator(
      LocalStack stack, LoadSpec spec, StreamDefinition stream, Console console) {
    return new Generator(
        spec,
        stream,
        kafka == null ? stack.kafka() : kafka,
        Optional.ofNullable(ledger)
            .map(file -> Path.of(file.toString().replace(PLACEHOLDER, stream.name()))),
        InstantSource.system(),
        sent -> console.line(sentence(sent)));
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
  private static void stop(List<Generator> generators, CountDownLatch done) {
    generators.forEach(Generator::stop);
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
    return "%s: sent %s records: %s events, %s duplicates, %s malformed"
        .formatted(
            sent.stream().name(),
            Console.count(sent.records()),
            Console.count(sent.events()),
            Console.count(sent.duplicates()),
            Console.count(sent.deadLetters()));
  }
}
