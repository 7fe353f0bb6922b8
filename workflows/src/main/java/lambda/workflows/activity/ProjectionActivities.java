package lambda.workflows.activity;

import io.temporal.activity.ActivityInterface;
import lambda.workflows.input.StreamInput;
import lambda.workflows.input.ViewInput;

/// Activities on what the speed layer copies to Elasticsearch.
@ActivityInterface(namePrefix = "Projection")
public interface ProjectionActivities {

  /// Asks for a new index. A second request while the first is being answered costs another index,
  /// and changes nothing.
  ///
  /// @return the number of the request
  long request(ViewInput view);

  /// Returns once an index that answers the request is complete; it is retried until then.
  void await(ViewInput view, long request);

  /// The next transaction of Postgres.
  String nextTransaction();

  /// Returns once Elasticsearch has what all transactions before one changed in the stream's views
  /// and raw sink; it is retried until then.
  void awaitChanges(StreamInput stream, String transaction);
}
