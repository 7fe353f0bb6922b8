package lambda.workflows.range;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;

/// The signals and the query of every workflow over a range of hours. Hours that are running when a
/// workflow is paused are completed.
///
/// A range without hours fails at once and names the hours that exist. Hours that fail do not stop
/// the others; the result names them. If every hour fails, the workflow fails with the reason of
/// one of them.
public interface RangeWorkflow {

  @SignalMethod(name = "pause")
  void pause();

  @SignalMethod(name = "resume")
  void resume();

  /// How far the workflow is, such as `3 hours done, 1 failed; 5 of 24 started`.
  @QueryMethod(name = "progress")
  String progress();
}
