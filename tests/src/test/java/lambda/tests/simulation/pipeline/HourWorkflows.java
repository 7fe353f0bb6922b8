package lambda.tests.simulation.pipeline;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import lambda.core.hour.Hour;

/// Where the workflow of each hour stands; see `lambda.workflows.hour.LambdaHourWorkflow`. Temporal
/// keeps this when the worker dies, and also when Postgres is restored to an earlier state.
public final class HourWorkflows {
  private final SortedMap<Hour, Step> next = new TreeMap<>();

  /// An activity of the workflow.
  enum Step {
    ARCHIVE,
    RECOMPUTE,
    RECONCILE,
    SEAL
  }

  /// The hours whose workflows have begun and not ended.
  Set<Hour> running() {
    return new TreeSet<>(next.keySet());
  }

  /// The activity that comes next; the first one if the workflow has not begun.
  Step next(Hour hour) {
    return next.getOrDefault(hour, Step.ARCHIVE);
  }

  void goOnWith(Hour hour, Step step) {
    next.put(hour, step);
  }

  void end(Hour hour) {
    next.remove(hour);
  }
}
