package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Makes few sorted files of the many of each hour of a range. Whoever reads meanwhile sees the
/// ones or the others.
@WorkflowInterface
public interface CompactHours extends RangeWorkflow {

  /// @param input see [RangeInput]
  /// @param before what earlier runs of this workflow did; people leave it out
  @WorkflowMethod(name = "CompactHours")
  RangeResult run(@Nullable JsonNode input, @Nullable RangeResult before);
}
