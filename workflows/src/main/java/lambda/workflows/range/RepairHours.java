package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Looks at every file of each hour of a range, and archives an hour again from Kafka's log of
/// which one is missing or spoilt; then takes it through [LambdaHour] again.
@WorkflowInterface
public interface RepairHours extends RangeWorkflow {

  /// @param input see [RangeInput]
  /// @param before what earlier runs of this workflow did; people leave it out
  @WorkflowMethod(name = "RepairHours")
  RepairResult run(@Nullable JsonNode input, @Nullable RepairResult before);
}
