package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.Workflow;
import lambda.workflows.activity.Failures;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import org.jspecify.annotations.Nullable;

/// See [CompactHours].
public final class CompactHoursWorkflow extends AbstractRangeWorkflow implements CompactHours {
  @Override
  public RangeResult run(@Nullable JsonNode input, @Nullable RangeResult before) {
    RangeInput range = Failures.translate(() -> RangeInput.parse(input));
    begin(range, before == null ? RangeResult.NONE : before);
    return Failures.unwrap(() -> {
      walk.walk(
              stream.hours(range),
              range.parallelism(),
              hour -> hours.compact(new HourInput(range.stream(), hour)))
          .ifPresent(next ->
              Workflow.continueAsNew(JSON.valueToTree(range.startingAt(next)), walk.result()));
      return walk.result();
    });
  }
}
