package lambda.workflows.activity;

import io.temporal.activity.ActivityInterface;
import java.util.List;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.maintenance.RetentionReport;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.StreamInput;

/// Activities on a whole stream.
@ActivityInterface(namePrefix = "Stream")
public interface StreamActivities {

  /// The hours of the range that are over and not archived, oldest first, also those that no layer
  /// has seen.
  List<String> unarchived(RangeInput range);

  /// Moves the speed layer past offsets that Kafka has deleted and that are archived.
  void passDeleted(StreamInput stream);

  /// The hours that are over and not sealed, oldest first.
  List<String> unsealed(StreamInput stream);

  /// The hours of the range that are over, oldest first.
  List<String> hours(RangeInput range);

  /// The hours of the range that batch serves, oldest first.
  List<String> served(RangeInput range);

  /// The hours of the range that have begun and that batch does not serve yet, oldest first.
  List<String> notServed(RangeInput range);

  /// Removes a user's rows from the raw sink.
  ErasureReport eraseRows(StreamInput stream, Erasure erasure);

  /// The hours that an erasure changed and that are not recomputed yet, oldest first.
  List<String> notRecomputed(StreamInput stream, Erasure erasure);

  /// How long it takes until an object that was replaced just now may be deleted.
  long secondsUntilTidy(StreamInput stream);

  /// Deletes what is no longer needed.
  RetentionReport tidy(StreamInput stream);
}
