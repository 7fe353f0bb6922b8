package lambda.workflows.range;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import lambda.workflows.activity.ActivityDefaults;
import lambda.workflows.activity.HourActivities;
import lambda.workflows.activity.StreamActivities;
import lambda.workflows.hour.LambdaHour;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.Memos;
import lambda.workflows.input.RangeInput;

/// What every workflow over a range of hours has: its activities, and a walk that can be paused,
/// resumed and asked.
abstract class AbstractRangeWorkflow implements RangeWorkflow {
  static final JsonMapper JSON = JsonMapper.builder().build();

  /// The change that kept a pause from before the first step.
  private static final String EARLY_PAUSE = "early pause";

  final StreamActivities stream =
      Workflow.newActivityStub(StreamActivities.class, ActivityDefaults.steps());
  final HourActivities hours =
      Workflow.newActivityStub(HourActivities.class, ActivityDefaults.steps());

  /// The walk of this run. It is there before the run is: signals may come first.
  RangeWalk walk = new RangeWalk();

  /// The id of this workflow's own [LambdaHour]: started twice, the same is done twice, and no
  /// harm.
  static String ownChild(HourInput hour) {
    return Workflow.getInfo().getWorkflowId() + "/" + LambdaHour.id(hour);
  }

  /// Begins this run.
  final void begin(RangeInput range, RangeResult before) {
    Memos.tell(range);
    if (Workflow.getVersion(EARLY_PAUSE, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
      walk = new RangeWalk();
    }
    walk.goOn(before);
  }

  /// Takes an hour through [LambdaHour] again, a sealed one too.
  final void again(HourInput hour, String childId) {
    hours.reopen(hour);
    Workflow.newChildWorkflowStub(
            LambdaHour.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(childId)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .build())
        .run(JSON.valueToTree(hour));
  }

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
