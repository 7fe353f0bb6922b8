package lambda.workflows.walk;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import lambda.core.failure.Category;

/// Why an hour failed.
///
/// @param message for people
/// @param type the name of a [Category]
public record HourFailure(String message, String type) {

  /// Of an activity or of a child workflow.
  public static HourFailure of(TemporalFailure failure) {
    return switch (failure.getCause()) {
      case ApplicationFailure cause -> new HourFailure(cause.getOriginalMessage(), cause.getType());
      case CanceledFailure _ -> new HourFailure("it was cancelled", Category.FATAL.name());
      case null, default ->
          new HourFailure(String.valueOf(failure.getMessage()), Category.FATAL.name());
    };
  }

  public ApplicationFailure toTemporal() {
    return ApplicationFailure.newNonRetryableFailure(message, type);
  }
}
