package lambda.launcher.stack;

import java.util.function.Supplier;
import lambda.core.failure.LambdaException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Turns the lack of a server into a message that says what to do.
public final class ServerErrors {
  private ServerErrors() {}

  public static <T> T postgres(LocalStack stack, Supplier<T> action) {
    try {
      return action.get();
    } catch (ConnectionException e) {
      throw LambdaException.retry(
          "PostgreSQL does not answer at 127.0.0.1:%d; './lambda up' starts the stack, './lambda status' shows it"
              .formatted(stack.ports().postgres()),
          e);
    } catch (UnableToExecuteStatementException e) {
      throw LambdaException.retry(
          "the database is not set up (%s); './lambda up' does that".formatted(e.getShortMessage()),
          e);
    }
  }
}
