package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lambda.batch.hour.LossReport;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.walk.RangeResult;
import org.jspecify.annotations.Nullable;

/// See [DeclareLost].
public final class DeclareLostWorkflow extends AbstractRangeWorkflow<RangeInput, LossResult>
    implements DeclareLost {
  private LossReport lost = LossReport.NONE;

  @Override
  RangeInput parse(@Nullable JsonNode input) {
    return RangeInput.parse(input);
  }

  @Override
  RangeResult restore(LossResult before) {
    lost = before.lost();
    return before.hours();
  }

  @Override
  List<String> list(RangeInput range) {
    return streamActivities.unarchived(range);
  }

  /// All hours may be archived already: then nothing is lost.
  @Override
  boolean needsHours() {
    return false;
  }

  @Override
  void process(RangeInput input, HourInput hour) {
    LossReport report = hourActivities.declareLost(hour);
    lost = lost.plus(report);
    hourActivities.archive(hour);
  }

  @Override
  LossResult result(RangeResult hours) {
    return new LossResult(lost, hours);
  }
}
