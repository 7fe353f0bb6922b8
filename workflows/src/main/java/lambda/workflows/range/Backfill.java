package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Takes every hour of a range through [LambdaHour] again, sealed ones too: recomputed from the
/// archive, reconciled, sealed anew. Meanwhile the figures of each hour are the old ones, then the
/// new ones, never half of them.
@WorkflowInterface
public interface Backfill extends RangeWorkflow {

  /// @param input see [RangeInput]
  /// @param before what earlier runs of this workflow did; people leave it out
  @WorkflowMethod(name = "Backfill")
  RangeResult run(@Nullable JsonNode input, @Nullable RangeResult before);
}
