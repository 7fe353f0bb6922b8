package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import lambda.workflows.activity.Failures;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import org.jspecify.annotations.Nullable;

/// See [RepairHours].
public final class RepairHoursWorkflow extends AbstractRangeWorkflow implements RepairHours {
  private final List<String> repaired = new ArrayList<>();

  @Override
  public RepairResult run(@Nullable JsonNode input, @Nullable RepairResult before) {
    RangeInput range = Failures.translate(() -> RangeInput.parse(input));
    RepairResult earlier = before == null ? RepairResult.NONE : before;
    repaired.addAll(earlier.repaired());
    begin(range, earlier.hours());
    return Failures.unwrap(() -> {
      walk.walk(
              stream.hours(range),
              range.parallelism(),
              hour -> repair(new HourInput(range.stream(), hour)))
          .ifPresent(next ->
              Workflow.continueAsNew(
                  JSON.valueToTree(range.startingAt(next)),
                  new RepairResult(repaired, walk.result())));
      return new RepairResult(repaired, walk.result());
    });
  }

  private void repair(HourInput hour) {
    List<String> broken = hours.repair(hour).broken();
    if (!broken.isEmpty()) {
      repaired.addAll(broken);
      again(hour, ownChild(hour));
    }
  }
}
