package lambda.workflows.range;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import lambda.workflows.activity.ProjectionActivities;
import lambda.workflows.input.StreamInput;
import lambda.workflows.input.ViewInput;

/// An Elasticsearch that has every change at once.
final class SettledProjection implements ProjectionActivities {
  private final List<String> awaited = Collections.synchronizedList(new ArrayList<>());

  /// The streams whose changes were waited for.
  List<String> awaited() {
    return List.copyOf(awaited);
  }

  @Override
  public long request(ViewInput view) {
    return 1;
  }

  @Override
  public void await(ViewInput view, long request) {}

  @Override
  public String nextTransaction() {
    return "800";
  }

  @Override
  public void awaitChanges(StreamInput stream, String transaction) {
    awaited.add(stream.stream() + " until " + transaction);
  }
}
