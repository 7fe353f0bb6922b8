package lambda.workflows.activity;

import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import lambda.core.failure.LambdaException;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Translates failures for Temporal by their category: only transient ones are retried.
public final class Failures {
  private static final Logger log = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /// Runs an action and translates its failures. The message goes to Temporal, the stack trace to
  /// the log: Temporal keeps every failure in the history, whose size is limited.
  public static <T> T translate(Supplier<T> action) {
    try {
      return action.get();
    } catch (LambdaException e) {
      throw translated(e);
    } catch (JdbiException e) {
      throw translated(LambdaException.retry("Postgres: " + firstLine(e), e));
    } catch (UncheckedIOException e) {
      throw translated(LambdaException.retry("%s: %s".formatted(firstLine(e), e.getCause()), e));
    }
  }

  /// Runs workflow code. If an activity or a child workflow fails for good, the workflow fails with
  /// the message of that failure instead of one that wraps it.
  public static <T> T unwrap(Supplier<T> workflow) {
    try {
      return workflow.get();
    } catch (ActivityFailure | ChildWorkflowFailure e) {
      if (e.getCause() instanceof ApplicationFailure failure) {
        throw ApplicationFailure.newNonRetryableFailure(
            failure.getOriginalMessage(), failure.getType());
      }
      throw e;
    }
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
  }

  private static ApplicationFailure translated(LambdaException e) {
    ApplicationFailure.Builder failure =
        ApplicationFailure.newBuilder()
            .setMessage(String.valueOf(e.getMessage()))
            .setType(e.category().name());
    switch (e.category()) {
      case RETRY -> {
        log.warn("will be retried: {}", e.getMessage(), e.getCause());
        e.retryAfter().ifPresent(failure::setNextRetryDelay);
      }
      case BAD_INPUT, FATAL -> failure.setNonRetryable(true);
    }
    return failure.build();
  }
}
