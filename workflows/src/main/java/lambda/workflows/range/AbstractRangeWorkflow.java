package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.List;
import lambda.core.failure.LambdaException;
import lambda.workflows.activity.ActivityDefaults;
import lambda.workflows.activity.Failures;
import lambda.workflows.activity.HourActivities;
import lambda.workflows.activity.StreamActivities;
import lambda.workflows.hour.LambdaHour;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.RangedInput;
import lambda.workflows.input.WorkflowMemo;
import lambda.workflows.walk.Changes;
import lambda.workflows.walk.RangeResult;
import lambda.workflows.walk.RangeWalk;
import org.jspecify.annotations.Nullable;

/// The template of every workflow over a range of hours: parse the input, list the hours, process
/// each, continue as new if there are too many for one run. A subclass defines which hours, what to
/// do with each, and the result.
///
/// @param <I> the input
/// @param <R> the result; also what one run hands to the next
abstract class AbstractRangeWorkflow<I extends RangedInput, R> implements RangeWorkflow {
  /// The changes of this template; see "Changing a workflow" in CONTRIBUTING.
  private static final String EARLY_PAUSE = "early pause";

  private static final String NO_HOURS = "no hours";
  private static final String EVERY_HOUR_FAILED = "every hour failed";
  private static final String FINISH_FIRST = "finish first";

  final StreamActivities streamActivities =
      Workflow.newActivityStub(StreamActivities.class, ActivityDefaults.steps());
  final HourActivities hourActivities =
      Workflow.newActivityStub(HourActivities.class, ActivityDefaults.steps());

  /// The walk of this run. It exists before the run begins: signals may come first.
  private RangeWalk walk = new RangeWalk();

  /// @throws LambdaException of category bad input
  abstract I parse(@Nullable JsonNode input);

  /// Takes over what earlier runs did.
  ///
  /// @return what they did with hours
  abstract RangeResult restore(R before);

  /// The hours to process, oldest first.
  List<String> list(RangeInput range) {
    return streamActivities.hours(range);
  }

  /// Whether there is nothing to do if a range has no hours.
  boolean needsHours() {
    return true;
  }

  abstract void process(I input, HourInput hour);

  /// What is left to do after the last hour, also if hours failed.
  void finish(I input) {}

  /// The result so far.
  abstract R result(RangeResult hours);

  public final R run(@Nullable JsonNode json, @Nullable R before) {
    I input = Failures.translate(() -> parse(json));
    RangeInput range = input.range();
    WorkflowMemo.upsert(range);
    if (!hasChange(EARLY_PAUSE)) {
      walk = new RangeWalk();
    }
    if (before != null) {
      walk.continueFrom(restore(before));
    }
    return Failures.unwrap(() -> {
      List<String> hours = list(range);
      if (hours.isEmpty() && before == null && needsHours() && hasChange(NO_HOURS)) {
        refuse(range);
      }
      walk.run(
              hours,
              range.parallelism(),
              hour -> process(input, new HourInput(range.stream(), hour)))
          .ifPresent(next ->
              Workflow.continueAsNew(RangeInput.startingAt(json, next), result(walk.result())));
      if (walk.everyHourFailed().isPresent() && !hasChange(FINISH_FIRST)) {
        failIfEveryHourFailed();
      }
      finish(input);
      failIfEveryHourFailed();
      return result(walk.result());
    });
  }

  private void refuse(RangeInput range) {
    List<String> hours = streamActivities.hours(RangeInput.all(range.stream()));
    Failures.translate(() -> {
      throw NoHours.in(range, hours);
    });
  }

  final void failIfEveryHourFailed() {
    walk.everyHourFailed()
        .filter(_ -> hasChange(EVERY_HOUR_FAILED))
        .ifPresent(failure -> {
          throw failure.toTemporal();
        });
  }

  /// For a [#finish] that does not accept a failed hour.
  final void failIfAnyHourFailed() {
    walk.anyHourFailed()
        .ifPresent(failure -> {
          throw failure.toTemporal();
        });
  }

  static boolean hasChange(String name) {
    return Changes.has(name);
  }

  /// Takes an hour through [LambdaHour] again, even if it is sealed.
  final void sealAgain(HourInput hour, String childId) {
    hourActivities.reopen(hour);
    Workflow.newChildWorkflowStub(
            LambdaHour.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(childId)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .build())
        .run(hour.toJson());
  }

  /// The id of this workflow's own [LambdaHour] of an hour. Two workflows over the same hour do the
  /// same twice, which is harmless.
  static String ownChild(HourInput hour) {
    return Workflow.getInfo().getWorkflowId() + "/" + LambdaHour.id(hour);
  }

  /// Says in the progress what the workflow does after the last hour.
  final void enter(String phase) {
    walk.enter(phase);
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
    return walk.describe();
  }
}
