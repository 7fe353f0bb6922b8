package lambda.launcher.command;

import java.nio.file.Files;
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
import lambda.kafka.TopicRecords;
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
      "Arrivals are a Poisson process. Pageviews, clicks and transactions look real, with",
      "postcodes, pages and products skewed by Zipf's law. Events of other streams are made up",
      "from their schema. Runs until Ctrl-C, for --duration, or until --backfill is done."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class GeneratorCommand implements Callable<Integer> {
  private static final double USUAL_EVENTS_A_DAY = 100_000;
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
          "Mean number of arrivals a day for each stream. Default: 100000, about 1.16 a second.")
  private @Nullable Double eventsPerDay;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = "Mean number of arrivals a second, instead of --events-per-day.")
  private @Nullable Double rate;

  @Option(
      names = "--zipf",
      paramLabel = "S",
      description =
          "Exponent of Zipf's law for skewed values; 0 is uniform. Default: ${DEFAULT-VALUE}.")
  private double zipf = 1.1;

  @Option(
      names = "--duration",
      paramLabel = "DURATION",
      description = "How long to send, such as 30s, 10m, 3h. Default: until Ctrl-C.")
  private @Nullable Duration duration;

  @Option(
      names = "--backfill",
      paramLabel = "HOURS",
      description = {
        "First send past events at once: this many whole hours, such as 3h, and the current hour so far.",
        "Without --duration the generator then stops. Meant for a topic that is still empty."
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
      description = "Share of records that are not valid events.")
  private double malformed;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Makes the load repeatable. Default: a new seed each time.")
  private @Nullable Long seed;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = {
        "Record the exact figures that each view must show. If the file exists, they are added to it.",
        "With several streams, write {stream} into its name."
      })
  private @Nullable Path ledger;

  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Send to this Kafka instead of the local stack's.")
  private @Nullable String kafka;

  @Mixin private StackOptions options = new StackOptions();

  @Override
  public Integer call() throws InterruptedException {
    LocalStack stack = options.stack();
    Console console = new Console(System.err);
    Instant now = Instant.now();
    checkOptions();
    LoadSpec spec = spec(now);
    List<StreamDefinition> streams = streams(StreamFiles.read(stack.streams()));
    checkLedger(streams.size());
    streams.forEach(stream -> checkTopic(stack, stream, console));
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

  private void checkOptions() {
    if (rate != null && eventsPerDay != null) {
      throw LambdaException.badInput("--rate and --events-per-day cannot be combined");
    }
    if (backfill != null && !backfill.equals(backfill.truncatedTo(ChronoUnit.HOURS))) {
      throw LambdaException.badInput("--backfill must be a number of whole hours, such as 3h");
    }
  }

  private void checkLedger(int streams) {
    if (ledger == null) {
      return;
    }
    if (streams > 1 && !ledger.toString().contains(PLACEHOLDER)) {
      throw LambdaException.badInput(
          "--ledger %s: each stream needs its own; write %s into the name"
              .formatted(ledger, PLACEHOLDER));
    }
    Path folder = ledger.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw LambdaException.badInput(
          "--ledger %s: the folder %s does not exist".formatted(ledger, folder));
    }
  }

  private void checkTopic(LocalStack stack, StreamDefinition stream, Console console) {
    String servers = servers(stack);
    long sent =
        TopicRecords.sent(servers, stream.topic())
            .orElseThrow(() ->
                LambdaException.badInput(
                    "Kafka at %s has no topic '%s': the stack started before stream '%s' was declared; restart it: '%s', then '%s'"
                        .formatted(
                            servers,
                            stream.topic(),
                            stream.name(),
                            stack.command("down"),
                            stack.command("up"))));
    if (backfill != null && sent > 0) {
      console.line(
          "warning: topic %s already has %s records, so past events that are sent now belong to the current hour"
              .formatted(stream.topic(), Console.count(sent)));
    }
  }

  private String servers(LocalStack stack) {
    return kafka == null ? stack.kafka() : kafka;
  }

  private LoadSpec spec(Instant now) {
    return new LoadSpec(
        rate == null
            ? (eventsPerDay == null ? USUAL_EVENTS_A_DAY : eventsPerDay) / SECONDS_A_DAY
            : rate,
        zipf,
        late,
        duplicates,
        malformed,
        seed == null ? ThreadLocalRandom.current().nextLong() : seed,
        backfill == null ? now : now.truncatedTo(ChronoUnit.HOURS).minus(backfill));
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
        servers(stack),
        Optional.ofNullable(ledger)
            .map(file -> Path.of(file.toString().replace(PLACEHOLDER, stream.name()))),
        InstantSource.system(),
        sent -> console.line(sentence(sent)));
  }

  private Instant end(Instant now) {
    if (duration != null) {
      return now.plus(duration);
    }
    return backfill == null ? NEVER : now;
  }

  /// On Ctrl-C: waits until everything sent is acknowledged and in the ledger.
  private static void stop(List<Generator> generators, CountDownLatch done) {
    generators.forEach(Generator::stop);
    try {
      if (!done.await(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println(
            "lambda: the generator did not stop in time; its ledger may lack the last events");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String sentence(Ledger ledger) {
    Ledger.Counts sent = ledger.counts();
    return "%s: sent %s records: %s events, %s duplicates, %s malformed"
        .formatted(
            ledger.stream().name(),
            Console.count(sent.records()),
            Console.count(sent.events()),
            Console.count(sent.duplicates()),
            Console.count(sent.deadLetters()));
  }
}
