package lambda.workflows;

import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;
import lambda.core.failure.LambdaException;

/// Tells Temporal what a failure's category means: only what may pass is tried again.
final class Failures {
  private Failures() {}

  /// Runs an action, turning its failures into Temporal's.
  static <T> T translate(Supplier<T> action) {
    try {
      return action.get();
    } catch (LambdaException e) {
      throw translated(e);
    }
  }

  private static ApplicationFailure translated(LambdaException e) {
    ApplicationFailure.Builder failure =
        ApplicationFailure.newBuilder()
            .setMessage(String.valueOf(e.getMessage()))
            .setType(e.category().name())
            .setCause(e);
    switch (e.category()) {
      case RETRY -> e.retryAfter().ifPresent(failure::setNextRetryDelay);
      case BAD_INPUT, FATAL -> failure.setNonRetryable(true);
    }
    return failure.build();
  }
}
