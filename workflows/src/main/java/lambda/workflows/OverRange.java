package lambda.workflows;

import io.temporal.workflow.Workflow;

/// What every workflow over a range of hours has: its activities, and a walk that can be paused,
/// resumed and asked.
abstract class OverRange implements RangeWorkflow {
  final StreamActivities stream =
      Workflow.newActivityStub(StreamActivities.class, Activities.steps());
  final HourActivities hours = Workflow.newActivityStub(HourActivities.class, Activities.steps());

  /// The walk of this run.
  RangeWalk walk = new RangeWalk(RangeResult.NONE);

  @Override
  public final void pause() {
    walk.pause();
  }

  @Override
  public final void resume() {
    walk.resume();
  }

  @Override
  public final String progress() {
    return walk.progress();
  }
}
