package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.workflow.Workflow;
import lambda.batch.deadletter.ReplayReport;
import lambda.workflows.activity.Failures;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.ReplayInput;
import org.jspecify.annotations.Nullable;

/// See [ReplayDeadLetters].
public final class ReplayDeadLettersWorkflow extends AbstractRangeWorkflow
    implements ReplayDeadLetters {
  private ReplayReport letters = ReplayReport.NONE;

  @Override
  public ReplayResult run(@Nullable JsonNode input, @Nullable ReplayResult before) {
    ReplayInput replay = Failures.translate(() -> ReplayInput.parse(input));
    ReplayResult earlier = before == null ? ReplayResult.NONE : before;
    letters = earlier.letters();
    RangeInput range = replay.range();
    begin(range, earlier.hours());
    return Failures.unwrap(() -> {
      walk.walk(
              stream.hours(range),
              range.parallelism(),
              hour -> add(hours.replay(new HourInput(range.stream(), hour), replay.mending())))
          .ifPresent(next -> continueFrom(next, input));
      return new ReplayResult(letters, walk.result());
    });
  }

  private void add(ReplayReport hour) {
    letters = letters.plus(hour);
  }

  private void continueFrom(String hour, @Nullable JsonNode input) {
    if (input instanceof ObjectNode object) {
      Workflow.continueAsNew(
          object.deepCopy().put("from", hour), new ReplayResult(letters, walk.result()));
    }
  }
}
