package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.Workflow;
import lambda.workflows.activity.Failures;
import lambda.workflows.hour.LambdaHour;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import org.jspecify.annotations.Nullable;

/// See [Backfill].
public final class BackfillWorkflow extends AbstractRangeWorkflow implements Backfill {
  /// The change that made children belong to one backfill.
  private static final String OWN_CHILDREN = "own children";

  @Override
  public RangeResult run(@Nullable JsonNode input, @Nullable RangeResult before) {
    RangeInput range = Failures.translate(() -> RangeInput.parse(input));
    begin(range, before == null ? RangeResult.NONE : before);
    return Failures.unwrap(() -> {
      walk.walk(
              stream.hours(range),
              range.parallelism(),
              hour -> again(new HourInput(range.stream(), hour)))
          .ifPresent(next ->
              Workflow.continueAsNew(JSON.valueToTree(range.startingAt(next)), walk.result()));
      return walk.result();
    });
  }

  private void again(HourInput hour) {
    boolean own =
        Workflow.getVersion(OWN_CHILDREN, Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION;
    again(hour, own ? ownChild(hour) : "Backfill-" + LambdaHour.id(hour));
  }
}
