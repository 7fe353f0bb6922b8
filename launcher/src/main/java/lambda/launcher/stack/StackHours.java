package lambda.launcher.stack;

import java.util.List;
import lambda.core.config.Settings;
import lambda.store.Database;
import lambda.store.HourCatalog;
import lambda.store.HourStatus;
import lambda.store.PostgresConfig;

/// Reads the hours of a running stack.
public final class StackHours {
  private StackHours() {}

  /// Every hour of every stream, by stream and time.
  public static List<HourStatus> list(LocalStack stack) {
    PostgresConfig postgres = Settings.read(stack.environment(), PostgresConfig::from);
    return ServerErrors.postgres(
        stack,
        () -> {
          try (Database database = new Database(postgres, 1)) {
            return new HourCatalog(database.jdbi()).list();
          }
        });
  }
}
