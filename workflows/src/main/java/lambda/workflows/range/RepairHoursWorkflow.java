package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.walk.RangeResult;
import org.jspecify.annotations.Nullable;

/// See [RepairHours].
public final class RepairHoursWorkflow extends AbstractRangeWorkflow<RangeInput, RepairResult>
    implements RepairHours {
  private final List<String> repaired = new ArrayList<>();

  @Override
  RangeInput parse(@Nullable JsonNode input) {
    return RangeInput.parse(input);
  }

  @Override
  RangeResult restore(RepairResult before) {
    repaired.addAll(before.repaired());
    return before.hours();
  }

  @Override
  void process(RangeInput input, HourInput hour) {
    List<String> broken = hourActivities.repair(hour).broken();
    if (!broken.isEmpty()) {
      repaired.addAll(broken);
      sealAgain(hour, ownChild(hour));
    }
  }

  @Override
  RepairResult result(RangeResult hours) {
    return new RepairResult(repaired, hours);
  }
}
