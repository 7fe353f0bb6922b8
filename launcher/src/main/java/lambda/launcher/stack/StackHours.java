package lambda.launcher.stack;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
    return query(stack, HourCatalog::list);
  }

  /// The latest hours, the latest first.
  ///
  /// @param stream only this one; empty for all
  public static List<HourStatus> latest(LocalStack stack, Optional<String> stream, long limit) {
    return query(stack, catalog -> catalog.latest(stream, limit));
  }

  private static List<HourStatus> query(
      LocalStack stack, Function<HourCatalog, List<HourStatus>> query) {
    PostgresConfig postgres = Settings.read(stack.environment(), PostgresConfig::from);
    return ServerErrors.postgres(
        stack,
        () -> {
          try (Database database = new Database(postgres, 1)) {
            return query.apply(new HourCatalog(database.jdbi()));
          }
        });
  }
}
