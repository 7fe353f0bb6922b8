package lambda.store;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells transactions that Postgres rolled back only because of another one. The same transaction
/// may succeed at once.
public final class Conflicts {
  /// `serialization_failure` and `deadlock_detected`.
  private static final Set<String> STATES = Set.of("40001", "40P01");

  private Conflicts() {}

  /// Whether the failure, or a cause of it, is such a rollback.
  public static boolean isConflict(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && STATES.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }
}
