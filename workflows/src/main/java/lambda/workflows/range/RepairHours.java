package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Checks every file of each hour of a range. If one is missing or damaged, archives the hour again
/// from Kafka's log and takes it through [LambdaHour] again.
@WorkflowInterface
public interface RepairHours extends RangeWorkflow {

  /// @param input see [RangeInput]
  /// @param before set by the workflow itself
  /// @return the keys of the files that were replaced and the hours that were checked, for example
  ///   `{"repaired": ["raw/…"], "hours": {"done": 24, "failed": []}}`; see
  ///   [lambda.workflows.walk.RangeResult]
  @WorkflowMethod(name = "RepairHours")
  RepairResult run(@Nullable JsonNode input, @Nullable RepairResult before);
}
