package lambda.launcher.stack;

import java.sql.SQLException;
import java.util.function.Supplier;
import lambda.core.failure.LambdaException;
import lambda.store.PostgresConfig;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Turns the failure of a server into a message that says what to do.
public final class ServerErrors {
  /// The class of SQL states of connections that fail.
  private static final String NO_CONNECTION = "08";

  private ServerErrors() {}

  public static <T> T postgres(LocalStack stack, Supplier<T> action) {
    try {
      return action.get();
    } catch (ConnectionException e) {
      throw LambdaException.retry(noAnswer(stack), e);
    } catch (UnableToExecuteStatementException e) {
      throw LambdaException.retry(
          "the database is not set up (%s); '%s' does that"
              .formatted(e.getShortMessage(), stack.command("up")),
          e);
    }
  }

  /// Without a running stack, it is unknown which ports its home uses.
  static String noAnswer(LocalStack stack) {
    return stack.running()
        ? "PostgreSQL does not answer at 127.0.0.1:%d; '%s' shows why"
            .formatted(stack.ports().postgres(), stack.command("status"))
        : "no stack is running in %s; '%s' starts one"
            .formatted(stack.home().folder(), stack.command("up"));
  }

  /// Runs an action on a database that need not be the local stack's.
  static void postgres(PostgresConfig config, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      if (cannotConnect(e)) {
        throw LambdaException.retry(
            "PostgreSQL does not answer at %s; start it, or set LAMBDA_POSTGRES_URL"
                .formatted(config.url()),
            e);
      }
      if (e instanceof UnableToExecuteStatementException statement) {
        throw LambdaException.badInput(
            "the database at %s was not set up for this version (%s); run './lambda run setup'"
                .formatted(config.url(), statement.getShortMessage()));
      }
      throw e;
    }
  }

  /// Whether there was no connection to the database, however a library wraps that.
  private static boolean cannotConnect(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith(NO_CONNECTION)) {
        return true;
      }
    }
    return false;
  }
}
