package lambda.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.batch.hour.Progress;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.parse.StreamFiles;
import lambda.generator.Generator;
import lambda.generator.load.LoadSpec;
import lambda.generator.load.Records;
import lambda.launcher.console.Console;
import lambda.launcher.stack.LocalPlatform;
import lambda.launcher.stack.LocalStack;
import lambda.launcher.stack.Setup;
import lambda.local.server.EmbeddedStack;
import lambda.local.server.Installation;
import lambda.local.supervise.Folders;
import lambda.local.supervise.Home;
import lambda.local.supervise.Ports;
import lambda.local.supervise.ServerSpec;

/// Times the batch layer on an hour of pageviews, each step compared with [BareDuckDb] in the same
/// run, process and limits. It starts its own servers, in a folder that it deletes afterwards. Run
/// it in a separate process, with the heap of the worker.
public final class BatchBenchmark {
  private static final String STREAM = "pageviews";
  private static final List<String> SERVERS = List.of("kafka", "postgres", "s3");
  private static final double SECONDS_PER_HOUR = 3_600;
  private static final double NANOS = 1e9;

  private final Console console = new Console(System.out);
  private final LocalStack stack;
  private final BatchConfig config;
  private final StreamDefinition stream;
  private final Hour hour;
  private final LoadSpec spec;
  private final Path folder;
  private final BareDuckDb bare;
  private final List<List<String>> rows = new ArrayList<>();

  private BatchBenchmark(LocalStack stack, long events) throws IOException {
    this.stack = stack;
    config = Settings.read(stack.environment(), BatchConfig::from);
    stream = StreamFiles.read(stack.streams()).stream(STREAM);
    hour = Hour.of(Instant.now()).previous().previous();
    spec = new LoadSpec(events / SECONDS_PER_HOUR, 1.1, 0.05, 0.01, 0, 42, hour.start());
    folder = Files.createDirectories(stack.home().folder().resolve("bare"));
    bare = new BareDuckDb(config, stream, folder, stack.home().data("s3").resolve("objects"));
  }

  /// @param args the root of the installation, a folder for the servers, a port offset, the number
  ///   of events
  public static void main(String[] args) throws Exception {
    Installation installation = new Installation(Path.of(args[0]));
    Home home = new Home(Path.of(args[1]));
    Path streams = installation.root().resolve("streams");
    LocalStack stack =
        new LocalStack(installation, home, new Ports(Integer.parseInt(args[2])), streams, Map.of());
    try {
      new BatchBenchmark(stack, Long.parseLong(args[3])).run();
    } finally {
      Folders.delete(home.folder());
    }
  }

  private void run() throws Exception {
    try (LocalPlatform platform = new LocalPlatform(stack, console)) {
      platform.start(
          EmbeddedStack.servers(stack.installation(), stack.home(), stack.ports()).stream()
              .filter(BatchBenchmark::needed)
              .toList());
      Setup.run(stack.environment());
      long events = load();
      try (BatchLayer batch = new BatchLayer(config, InstantSource.system())) {
        batch.pipeline().close(stream, hour);
        compare(
            "archive",
            events,
            bare::archive,
            () -> batch.pipeline().archive(stream, hour, quiet()));
        compare(
            "recompute",
            events,
            bare::recompute,
            () -> batch.pipeline().recompute(stream, hour, quiet()));
        compare(
            "compact",
            events,
            bare::compact,
            () -> batch.maintenance().compact(stream, hour, quiet()));
      }
    }
    console.table(
        List.of("STEP", "EVENTS", "BARE DUCKDB S", "LAMBDA S", "EVENTS/S", "TIMES"), rows);
    console.line(
        "  Times: the time of Lambda divided by that of bare DuckDB. DuckDB may use %s in both. Peak memory of this process: %s"
            .formatted(config.duckdbMemory(), peakMemory()));
  }

  private static boolean needed(ServerSpec server) {
    return SERVERS.contains(server.name());
  }

  private static Progress quiet() {
    return (_, _, _) -> {};
  }

  /// Sends the events to Kafka, and writes the same events to a file of JSON lines.
  private long load() throws Exception {
    Generator generator =
        new Generator(
            spec,
            stream,
            stack.kafka(),
            Optional.empty(),
            InstantSource.system(),
            sent -> console.line("  sent " + Console.count(sent.counts().records())));
    long records = generator.run(hour.end()).counts().records();
    Iterator<String> values = Records.of(spec, stream).iterator();
    try (BufferedWriter lines = Files.newBufferedWriter(bare.events())) {
      for (long i = 0; i < records; i++) {
        lines.write(values.next());
        lines.newLine();
      }
    }
    return records;
  }

  /// One step.
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  /// The bare step runs before and after, and its better time counts.
  private void compare(String step, long events, Work bare, Work ours) throws Exception {
    console.line("  measuring " + step);
    double before = seconds(bare);
    double lambda = seconds(ours);
    double limit = Math.min(before, seconds(bare));
    rows.add(
        List.of(
            step,
            Console.count(events),
            String.format(Locale.ROOT, "%.1f", limit),
            String.format(Locale.ROOT, "%.1f", lambda),
            Console.count((long) (events / lambda)),
            String.format(Locale.ROOT, "%.2f", lambda / limit)));
  }

  private static double seconds(Work work) throws Exception {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / NANOS;
  }

  /// The peak resident memory of this process, if the system reports it.
  private static String peakMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.substring("VmHWM:".length()).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
