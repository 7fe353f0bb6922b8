package lambda.serving.api;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import lambda.serving.http.Problem;
import lambda.serving.http.ProblemException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/// Lets only so many requests query Postgres at once, and turns its failures into problems: a burst
/// of requests is refused instead of piling up. Thread-safe.
final class PostgresGate {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration AWAY = Duration.ofSeconds(5);

  /// SQL states, of which these are the beginnings.
  private static final String CANCELLED = "57014";

  private static final String UNDEFINED = "42";

  private final Jdbi jdbi;
  private final Semaphore free;
  private final int most;

  /// @param most how many queries may run at once
  PostgresGate(Jdbi jdbi, int most) {
    this.jdbi = jdbi;
    this.most = most;
    free = new Semaphore(most, true);
  }

  /// @throws ProblemException if Postgres does not answer, or too many are asking
  <T> T query(Function<Jdbi, T> query) {
    enter();
    try {
      return query.apply(jdbi);
    } catch (JdbiException e) {
      throw problem(e);
    } finally {
      free.release();
    }
  }

  private void enter() {
    try {
      if (free.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ProblemException(
        Problem.unavailable(
            "%d queries are running, which is the limit; ask again".formatted(most),
            Duration.ofSeconds(1)));
  }

  private static RuntimeException problem(JdbiException e) {
    @Nullable String state = state(e);
    if (CANCELLED.equals(state)) {
      return new ProblemException(
          Problem.unavailable(
              "the query took too long and was cancelled; ask for a shorter range, one key, or fewer rows",
              AWAY));
    }
    if (state != null && state.startsWith(UNDEFINED)) {
      return new ProblemException(
          Problem.unavailable(
              "the database was not set up for this version of the definitions; run './lambda run setup'",
              AWAY));
    }
    if (state == null || temporary(state)) {
      return new ProblemException(
          Problem.unavailable(
              "PostgreSQL does not answer; './lambda status' shows whether it runs", AWAY));
    }
    return e;
  }

  /// No connection, too many, or a server that is starting or stopping.
  private static boolean temporary(String state) {
    return state.startsWith("08") || state.startsWith("53") || state.startsWith("57P");
  }

  /// The innermost SQL state; null if there was no connection to get one from.
  private static @Nullable String state(Throwable failure) {
    @Nullable String state = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        state = sql.getSQLState();
      }
    }
    return state;
  }
}
