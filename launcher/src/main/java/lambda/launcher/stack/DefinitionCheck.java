package lambda.launcher.stack;

import java.nio.file.Path;
import java.util.Map;
import lambda.core.config.Settings;
import lambda.core.definition.Streams;
import lambda.core.failure.LambdaException;
import lambda.core.parse.StreamFiles;
import lambda.store.Database;
import lambda.store.PostgresConfig;
import lambda.store.StoredDefinitions;

/// Checks, before a process works on the views, that Postgres was set up for its definitions.
public final class DefinitionCheck {

  private record Config(Path streams, PostgresConfig postgres) {
    static Config from(Settings settings) {
      return new Config(
          settings.path("LAMBDA_STREAMS", Path.of("streams")), PostgresConfig.from(settings));
    }
  }

  private DefinitionCheck() {}

  /// @throws LambdaException if they differ or Postgres was not set up; to be retried if it does
  ///   not answer
  public static void require(Map<String, String> environment) {
    Config config = Settings.read(environment, Config::from);
    Streams streams = StreamFiles.read(config.streams());
    try (Database database = new Database(config.postgres(), 1)) {
      ServerErrors.postgres(
          config.postgres(), () -> new StoredDefinitions(database.jdbi()).require(streams));
    }
  }
}
