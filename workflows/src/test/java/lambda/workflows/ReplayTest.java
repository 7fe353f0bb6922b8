package lambda.workflows;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.workflow.Workflow;
import java.util.List;
import lambda.batch.hour.HourReport;
import lambda.workflows.activity.ActivityDefaults;
import lambda.workflows.activity.HourActivities;
import lambda.workflows.hour.LambdaHour;
import lambda.workflows.hour.LambdaHourWorkflow;
import lambda.workflows.hour.SealHoursWorkflow;
import lambda.workflows.input.HourInput;
import lambda.workflows.range.BackfillWorkflow;
import lambda.workflows.range.CompactHoursWorkflow;
import lambda.workflows.range.EraseUserWorkflow;
import lambda.workflows.range.RepairHoursWorkflow;
import lambda.workflows.range.ReplayDeadLettersWorkflow;
import lambda.workflows.retention.RetentionWorkflow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A running workflow survives a deployment only if the new code takes the steps of its history.
/// The histories were recorded on a real server: `temporal workflow show --output json`.
class ReplayTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lambda-hour.json",
        "lambda-hour-sealed-already.json",
        "lambda-hour-unknown-stream.json"
      })
  void lambdaHourTakesTheStepsOfItsHistories(String history) {
    assertThatCode(() ->
            WorkflowReplayer.replayWorkflowExecutionFromResource(
                "histories/" + history, LambdaHourWorkflow.class))
        .doesNotThrowAnyException();
  }

  /// Those without "memo" are from before workflows had memos; those of a backfill without "own
  /// children" from when two backfills shared children; all but "paused early" from when such a
  /// pause was lost; "no hours done" and "every hour failed done" from when such ranges completed.
  /// Such workflows may still be running.
  static List<Arguments> others() {
    return List.of(
        Arguments.of("lambda-hour-memo.json", LambdaHourWorkflow.class),
        Arguments.of("seal-hours.json", SealHoursWorkflow.class),
        Arguments.of("seal-hours-memo.json", SealHoursWorkflow.class),
        Arguments.of("backfill.json", BackfillWorkflow.class),
        Arguments.of("backfill-memo.json", BackfillWorkflow.class),
        Arguments.of("backfill-own-children.json", BackfillWorkflow.class),
        Arguments.of("backfill-paused-early.json", BackfillWorkflow.class),
        Arguments.of("backfill-no-hours-done.json", BackfillWorkflow.class),
        Arguments.of("backfill-no-hours.json", BackfillWorkflow.class),
        Arguments.of("compact-hours.json", CompactHoursWorkflow.class),
        Arguments.of("compact-hours-memo.json", CompactHoursWorkflow.class),
        Arguments.of("compact-hours-every-hour-failed-done.json", CompactHoursWorkflow.class),
        Arguments.of("compact-hours-every-hour-failed.json", CompactHoursWorkflow.class),
        Arguments.of("replay-dead-letters.json", ReplayDeadLettersWorkflow.class),
        Arguments.of("replay-dead-letters-memo.json", ReplayDeadLettersWorkflow.class),
        Arguments.of("repair-hours.json", RepairHoursWorkflow.class),
        Arguments.of("retention.json", RetentionWorkflow.class),
        Arguments.of("erase-user.json", EraseUserWorkflow.class));
  }

  @ParameterizedTest
  @MethodSource("others")
  void everyWorkflowTakesTheStepsOfItsHistory(String history, Class<?> workflow) {
    assertThatCode(() ->
            WorkflowReplayer.replayWorkflowExecutionFromResource("histories/" + history, workflow))
        .doesNotThrowAnyException();
  }

  /// Shows that a replay can fail: this version does not archive.
  @Test
  void aWorkflowThatSkipsAStepIsDetected() {
    assertThatThrownBy(() ->
            WorkflowReplayer.replayWorkflowExecutionFromResource(
                "histories/lambda-hour.json", WithoutArchive.class))
        .hasStackTraceContaining("HourArchive");
  }

  public static final class WithoutArchive implements LambdaHour {
    private final HourActivities activities =
        Workflow.newActivityStub(HourActivities.class, ActivityDefaults.steps());

    @Override
    public HourReport run(@Nullable JsonNode input) {
      HourInput hour = HourInput.parse(input);
      activities.close(hour);
      activities.recompute(hour);
      activities.reconcile(hour);
      return activities.seal(hour);
    }

    @Override
    public String progress() {
      return "";
    }
  }
}
