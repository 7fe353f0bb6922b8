package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.walk.RangeResult;
import org.jspecify.annotations.Nullable;

/// See [CompactHours].
public final class CompactHoursWorkflow extends AbstractRangeWorkflow<RangeInput, RangeResult>
    implements CompactHours {

  @Override
  RangeInput parse(@Nullable JsonNode input) {
    return RangeInput.parse(input);
  }

  @Override
  RangeResult restore(RangeResult before) {
    return before;
  }

  @Override
  void process(RangeInput input, HourInput hour) {
    hourActivities.compact(hour);
  }

  @Override
  RangeResult result(RangeResult hours) {
    return hours;
  }
}
