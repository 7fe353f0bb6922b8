package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import lambda.batch.deadletter.ReplayReport;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.ReplayInput;
import lambda.workflows.walk.RangeResult;
import org.jspecify.annotations.Nullable;

/// See [ReplayDeadLetters].
public final class ReplayDeadLettersWorkflow
    extends AbstractRangeWorkflow<ReplayInput, ReplayResult> implements ReplayDeadLetters {
  private ReplayReport letters = ReplayReport.NONE;

  @Override
  ReplayInput parse(@Nullable JsonNode input) {
    return ReplayInput.parse(input);
  }

  @Override
  RangeResult restore(ReplayResult before) {
    letters = before.letters();
    return before.hours();
  }

  @Override
  void process(ReplayInput input, HourInput hour) {
    ReplayReport report = hourActivities.replay(hour, input.request());
    letters = letters.plus(report);
  }

  @Override
  ReplayResult result(RangeResult hours) {
    return new ReplayResult(letters, hours);
  }
}
