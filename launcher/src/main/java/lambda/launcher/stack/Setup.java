package lambda.launcher.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lambda.batch.s3.ObjectStore;
import lambda.batch.s3.S3Config;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
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

  /// @return optional features that a server does not support; the platform works without them
  public static List<String> run(Map<String, String> environment) {
    Config config = Settings.read(environment, Config::from);
    Streams streams = StreamFiles.read(config.streams());
    try (Database database = new Database(config.postgres(), CONNECTIONS)) {
      ServerErrors.postgres(config.postgres(), database::migrate);
      new StreamTables(database.jdbi()).ensure(streams);
    }
    for (StreamDefinition stream : streams.all()) {
      Topics.ensure(config.kafka(), stream);
    }
    try (ObjectStore store = new ObjectStore(config.s3())) {
      store.ensureBucket();
      return store.ensureLifecycle().stream()
          .map(why ->
              "S3 at %s: old objects will not move to Glacier Instant Retrieval, because %s"
                  .formatted(config.s3().endpoint(), why))
          .toList();
    }
  }
}
