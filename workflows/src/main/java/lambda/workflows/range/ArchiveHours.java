package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import lambda.workflows.walk.RangeResult;
import org.jspecify.annotations.Nullable;

/// Closes and archives every hour of a stream that is over and not archived, whatever the state of
/// its neighbours and of the speed layer: what is not archived when Kafka deletes it is lost. A
/// schedule starts it every ten minutes, and [lambda.workflows.hour.SealHours] before it seals. An
/// hour that fails does not keep the others from being archived; the workflow fails at the end and
/// names the hours that failed.
@WorkflowInterface
public interface ArchiveHours extends RangeWorkflow {

  /// @param input see [lambda.workflows.input.StreamInput]; `from`, `to` and `parallelism` as in
  ///   [lambda.workflows.input.RangeInput] are optional
  /// @param before set by the workflow itself
  /// @return for example `{"done": 24, "failed": []}`; see [RangeResult]
  @WorkflowMethod(name = "ArchiveHours")
  RangeResult run(@Nullable JsonNode input, @Nullable RangeResult before);
}
