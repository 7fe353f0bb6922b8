package lambda.store;

import java.time.Duration;
import lambda.core.config.Settings;

/// How long a session may hold up others. Postgres enforces the limits, so that they also hold for
/// a process that is frozen or cut off.
///
/// @param statement how long a statement may take
/// @param lock how long a statement may wait for a lock
/// @param idle how long a transaction may wait for its client's next statement
public record PostgresLimits(Duration statement, Duration lock, Duration idle) {
  /// For processes whose transactions are short.
  public static final PostgresLimits SHORT =
      new PostgresLimits(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(15));

  /// For processes that move whole hours in one transaction.
  public static final PostgresLimits LONG =
      new PostgresLimits(Duration.ofMinutes(30), Duration.ofMinutes(5), Duration.ofMinutes(5));

  /// @param defaults what applies where nothing is set
  static PostgresLimits from(Settings settings, PostgresLimits defaults) {
    return new PostgresLimits(
        settings.duration("LAMBDA_POSTGRES_STATEMENT_TIMEOUT", defaults.statement),
        settings.duration("LAMBDA_POSTGRES_LOCK_TIMEOUT", defaults.lock),
        settings.duration("LAMBDA_POSTGRES_IDLE_TIMEOUT", defaults.idle));
  }

  /// What a new session executes. Postgres also ends sessions whose client's machine is gone.
  String sql() {
    return """
    set statement_timeout = %d; set lock_timeout = %d; set idle_in_transaction_session_timeout = %d;
    set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3\
    """
        .formatted(statement.toMillis(), lock.toMillis(), idle.toMillis());
  }

  /// How long the client waits for an answer: longer than Postgres allows a statement to take.
  Duration answer() {
    return statement.plusSeconds(10);
  }
}
