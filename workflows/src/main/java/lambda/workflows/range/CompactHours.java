package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import lambda.workflows.walk.RangeResult;
import org.jspecify.annotations.Nullable;

/// Replaces the many files of each hour of a range by a few sorted ones. A reader sees either the
/// old files or the new ones.
@WorkflowInterface
public interface CompactHours extends RangeWorkflow {

  /// @param input see [RangeInput]
  /// @param before set by the workflow itself
  /// @return for example `{"done": 24, "failed": []}`; see [RangeResult]
  @WorkflowMethod(name = "CompactHours")
  RangeResult run(@Nullable JsonNode input, @Nullable RangeResult before);
}
