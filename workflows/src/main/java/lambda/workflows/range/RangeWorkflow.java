package lambda.workflows.range;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;

/// What every workflow over a range of hours can be told and asked. Hours that run when it is
/// paused run to their end.
public interface RangeWorkflow {

  @SignalMethod(name = "pause")
  void pause();

  @SignalMethod(name = "resume")
  void resume();

  /// How far it has come.
  @QueryMethod(name = "progress")
  String progress();
}
