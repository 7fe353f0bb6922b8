package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Declares lost what Kafka deleted of the hours of a range before it was archived, and archives
/// what is left of them, so that these hours, their neighbours, erasures and repairs go on. A
/// person starts it, once no replica and no backup of the topic can bring the records back. What
/// Kafka still holds is never declared lost. `lambda.losses`, `./lambda hours` and the metric
/// `lambda_batch_offsets_lost` show it.
@WorkflowInterface
public interface DeclareLost extends RangeWorkflow {

  /// @param input see [lambda.workflows.input.RangeInput]
  /// @param before set by the workflow itself
  /// @return for example `{"lost": {"offsets": 150, "ranges": ["partition 0 offsets 100-250"]},
  ///   "hours": {"done": 1, "failed": []}}`; no offsets if nothing is lost
  @WorkflowMethod(name = "DeclareLost")
  LossResult run(@Nullable JsonNode input, @Nullable LossResult before);
}
