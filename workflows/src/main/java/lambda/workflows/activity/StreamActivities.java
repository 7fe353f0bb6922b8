package lambda.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.maintenance.RetentionReport;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.StreamInput;

/// What concerns a stream as a whole.
@ActivityInterface(namePrefix = "Stream")
public interface StreamActivities {

  /// The hours that are over and not sealed, oldest first.
  List<String> unsealed(StreamInput stream);

  /// The hours of the range that are over, oldest first.
  List<String> hours(RangeInput range);

  /// The hours of the range that batch serves, oldest first.
  List<String> served(RangeInput range);

  /// The hours of the range that have begun and that batch does not serve yet, oldest first.
  List<String> notServed(RangeInput range);

  /// Erases what a user did from the raw sink.
  ErasureReport eraseRows(StreamInput stream, Erasure erasure);

  /// How long until an object that was replaced by now may be deleted.
  long secondsUntilTidy(StreamInput stream);

  /// Deletes what nobody can need any more.
  RetentionReport tidy(StreamInput stream);
}
