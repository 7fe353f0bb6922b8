package lambda.workflows;

import io.temporal.activity.ActivityInterface;
import java.util.List;

/// Questions about a stream's hours.
@ActivityInterface(namePrefix = "Stream")
public interface StreamActivities {

  /// The hours that are over and not sealed, oldest first.
  List<String> unsealed(StreamInput stream);
}
