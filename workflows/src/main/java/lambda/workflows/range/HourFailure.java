package lambda.workflows.range;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import lambda.core.failure.Category;

/// Why an hour failed.
///
/// @param message for people
/// @param type the name of a [Category]
record HourFailure(String message, String type) {

  /// Of an activity or of a child workflow.
  static HourFailure of(TemporalFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        ? new HourFailure(cause.getOriginalMessage(), cause.getType())
        : new HourFailure(String.valueOf(failure.getMessage()), Category.FATAL.name());
  }

  ApplicationFailure toTemporal() {
    return ApplicationFailure.newNonRetryableFailure(message, type);
  }
}
