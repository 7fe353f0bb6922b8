package lambda.launcher.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.batch.compute.ViewSql;
import lambda.batch.duckdb.HashFunctions;
import lambda.batch.hour.Progress;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
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

/// What the batch layer needs for an hour of pageviews, each step beside bare DuckDB doing the same
/// to local files, in the same run, process and limits. On servers of its own, in a folder that is
/// deleted afterwards. A process of its own, with the worker's heap.
public final class BatchBenchmark {
  private static final String STREAM = "pageviews";
  private static final List<String> SERVERS = List.of("kafka", "postgres", "s3");
  private static final double SECONDS_AN_HOUR = 3_600;
  private static final double NANOS = 1e9;

  private final Console console = new Console(System.out);
  private final LocalStack site;
  private final BatchConfig config;
  private final StreamDefinition stream;
  private final Hour hour;
  private final LoadSpec spec;
  private final Path folder;
  private final List<List<String>> rows = new ArrayList<>();

  private BatchBenchmark(LocalStack site, long events) throws IOException {
    this.site = site;
    config = Settings.read(site.environment(), BatchConfig::from);
    stream = StreamFiles.read(site.streams()).stream(STREAM);
    hour = Hour.of(Instant.now()).previous().previous();
    spec = new LoadSpec(events / SECONDS_AN_HOUR, 1.1, 0.05, 0.01, 0, 42, hour.start());
    folder = Files.createDirectories(site.home().folder().resolve("bare"));
  }

  /// @param args the root of the installation, a folder, a port offset, how many events
  public static void main(String[] args) throws Exception {
    Installation installation = new Installation(Path.of(args[0]));
    Home home = new Home(Path.of(args[1]));
    Path streams = installation.root().resolve("streams");
    LocalStack site =
        new LocalStack(installation, home, new Ports(Integer.parseInt(args[2])), streams);
    try {
      new BatchBenchmark(site, Long.parseLong(args[3])).run();
    } finally {
      Folders.delete(home.folder());
    }
  }

  private void run() throws Exception {
    try (LocalPlatform platform = new LocalPlatform(site, console)) {
      platform.start(
          EmbeddedStack.servers(site.installation(), site.home(), site.ports()).stream()
              .filter(BatchBenchmark::needed)
              .toList());
      Setup.run(site.environment());
      long events = load();
      try (BatchLayer batch = new BatchLayer(config, InstantSource.system())) {
        batch.pipeline().close(stream, hour);
        compare(
            "archive",
            events,
            this::bareArchive,
            () -> batch.pipeline().archive(stream, hour, quiet()));
        compare(
            "recompute",
            events,
            this::bareViews,
            () -> batch.pipeline().recompute(stream, hour, quiet()));
        compare(
            "compact",
            events,
            this::bareRewrite,
            () -> batch.maintenance().compact(stream, hour, quiet()));
      }
    }
    console.table(
        List.of("STEP", "EVENTS", "BARE DUCKDB S", "LAMBDA S", "EVENTS/S", "TIMES"), rows);
    console.line(
        "  times: what Lambda needs of what bare DuckDB needs; DuckDB may use %s in both. Peak memory of this process: %s"
            .formatted(config.duckdbMemory(), peakMemory()));
  }

  private static boolean needed(ServerSpec server) {
    return SERVERS.contains(server.name());
  }

  private static Progress quiet() {
    return (_, _, _) -> {};
  }

  /// Sends the events to Kafka, and writes the same to a file of JSON lines.
  private long load() throws Exception {
    Generator generator =
        new Generator(
            spec,
            stream,
            site.kafka(),
            Optional.empty(),
            InstantSource.system(),
            sent -> console.line("  sent " + Console.count(sent.records())));
    long records = generator.run(hour.end()).records();
    Iterator<String> values = Records.of(spec, stream).iterator();
    try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve("events.json"))) {
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

  /// The bare work runs before and after, and its better time counts.
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

  private void bareArchive() throws SQLException {
    duckdb(
        """
        copy (select event_id, user_id, postcode, webpage, epoch_ms("timestamp") as _event_time
          from read_json('%s', format = 'newline_delimited', columns = {event_id: 'VARCHAR',
            user_id: 'VARCHAR', postcode: 'VARCHAR', webpage: 'VARCHAR', "timestamp": 'BIGINT'}))
        to '%s' (format parquet, compression zstd)\
        """
            .formatted(folder.resolve("events.json"), folder.resolve("events.parquet")));
  }

  /// The compiled queries themselves, without all that makes their answers safe to serve.
  private void bareViews() throws SQLException {
    List<String> statements = new ArrayList<>();
    statements.add(
        "create temp table events as "
            + ViewSql.distinctEvents(stream, objects(), "(from %s limit 0)".formatted(objects())));
    for (ViewDefinition view : stream.views()) {
      statements.add(
          "create temp table %s as %s".formatted(view.name(), ViewSql.partials(view, "events")));
    }
    duckdb(statements.toArray(String[]::new));
  }

  private void bareRewrite() throws SQLException {
    duckdb(
        "copy (from %s order by postcode, webpage, _event_time, _partition, _offset) to '%s' (format parquet, compression zstd)"
            .formatted(objects(), folder.resolve("sorted.parquet")));
  }

  /// The objects of the archive, as local files.
  private String objects() {
    return "read_parquet('%s/objects/lambda/raw/%s/**/*-p*.parquet')"
        .formatted(site.home().data("s3"), STREAM);
  }

  private void duckdb(String... statements) throws SQLException {
    Properties limits = new Properties();
    limits.setProperty("memory_limit", config.duckdbMemory());
    limits.setProperty("temp_directory", folder.resolve("spill").toString());
    limits.setProperty("preserve_insertion_order", "false");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", limits);
        Statement statement = connection.createStatement()) {
      HashFunctions.register(connection);
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /// The most that this process ever held, where the system tells.
  private static String peakMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "unknown on this system";
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
