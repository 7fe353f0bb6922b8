package lambda.launcher.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lambda.batch.s3.ObjectStore;
import lambda.batch.s3.S3Config;
import lambda.core.config.Settings;
import lambda.core.definition.Streams;
import lambda.core.parse.StreamFiles;
import lambda.kafka.Topics;
import lambda.store.Database;
import lambda.store.PostgresConfig;
import lambda.store.StreamTables;

/// Prepares the servers for the declared streams: schema, tables of views, topics, bucket. Safe to
/// repeat.
public final class Setup {
  /// Flyway uses two at once.
  private static final int CONNECTIONS = 3;

  private record Config(Path streams, String kafka, PostgresConfig postgres, S3Config s3) {
    static Config from(Settings settings) {
      return new Config(
          settings.path("LAMBDA_STREAMS", Path.of("streams")),
          settings.servers("LAMBDA_KAFKA", "127.0.0.1:9092"),
          PostgresConfig.from(settings),
          S3Config.from(settings));
    }
  }

  private Setup() {}

  /// What was prepared, and which optional features a server does not support; the platform works
  /// without them.
  public record Result(String done, List<String> notes) {}

  /// Postgres declares the streams last: only once everything that may refuse them has accepted
  /// them.
  public static Result run(Map<String, String> environment) {
    Config config = Settings.read(environment, Config::from);
    Streams streams = StreamFiles.read(config.streams());
    try (Database database = new Database(config.postgres(), CONNECTIONS)) {
      ServerErrors.postgres(config.postgres(), database::migrate);
      StreamTables tables = new StreamTables(database.jdbi());
      tables.refuseConflicts(streams);
      streams.all().forEach(stream -> Topics.ensure(config.kafka(), stream));
      List<String> notes = ensureBucket(config);
      tables.ensure(streams);
      return new Result(done(config, streams), notes);
    }
  }

  private static List<String> ensureBucket(Config config) {
    try (ObjectStore store = new ObjectStore(config.s3())) {
      store.ensureBucket();
      return store.ensureLifecycle().stream()
          .map(why ->
              "S3 at %s: old objects will not move to Glacier Instant Retrieval, because %s"
                  .formatted(config.s3().endpoint(), why))
          .toList();
    }
  }

  private static String done(Config config, Streams streams) {
    return "ready: the topics of %d streams on Kafka at %s, their %d views in PostgreSQL at %s, bucket %s on S3 at %s"
        .formatted(
            streams.all().size(),
            config.kafka(),
            streams.all().stream().mapToInt(stream -> stream.views().size()).sum(),
            config.postgres().url(),
            config.s3().bucket(),
            config.s3().endpoint());
  }
}
