package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import lambda.workflows.walk.RangeResult;
import org.jspecify.annotations.Nullable;

/// Takes every hour of a range through [LambdaHour] again, sealed ones too: recomputes it from the
/// archive, reconciles and seals it. Each hour serves its old figures, then its new ones, and never
/// a mixture.
@WorkflowInterface
public interface Backfill extends RangeWorkflow {

  /// @param input see [RangeInput]
  /// @param before set by the workflow itself
  /// @return for example `{"done": 24, "failed": []}`; see [RangeResult]
  @WorkflowMethod(name = "Backfill")
  RangeResult run(@Nullable JsonNode input, @Nullable RangeResult before);
}
