package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import lambda.workflows.hour.LambdaHour;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.walk.RangeResult;
import org.jspecify.annotations.Nullable;

/// See [Backfill].
public final class BackfillWorkflow extends AbstractRangeWorkflow<RangeInput, RangeResult>
    implements Backfill {
  /// The change that gave each backfill its own children.
  private static final String OWN_CHILDREN = "own children";

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
    sealAgain(hour, hasChange(OWN_CHILDREN) ? ownChild(hour) : "Backfill-" + LambdaHour.id(hour));
  }

  @Override
  RangeResult result(RangeResult hours) {
    return hours;
  }
}
