package lambda.workflows;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/// What concerns a stream as a whole.
@ActivityInterface(namePrefix = "Stream")
public interface StreamActivities {

  /// The hours that are over and not sealed, oldest first.
  List<String> unsealed(StreamInput stream);

  /// The hours of the range that are over, oldest first.
  List<String> hours(RangeInput range);

  /// Deletes objects that nobody can need any more.
  ///
  /// @return their keys
  List<String> tidy(StreamInput stream);
}
