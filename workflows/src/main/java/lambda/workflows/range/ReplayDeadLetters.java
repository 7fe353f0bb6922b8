package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Sends dead letters to their topic again if they are events now: because the schema allows more,
/// or after replacements in their text. Each is sent once; it arrives in the current hour.
@WorkflowInterface
public interface ReplayDeadLetters extends RangeWorkflow {

  /// @param input see [ReplayInput]
  /// @param before set by the workflow itself
  /// @return for example `{"letters": {"replayed": 7, "malformed": 2, "before": 0}, "hours":
  ///   {"done": 24, "failed": []}}`: `replayed` were sent now, `malformed` are still malformed and
  ///   stay where they are, `before` were sent by an earlier replay and are not sent again
  @WorkflowMethod(name = "ReplayDeadLetters")
  ReplayResult run(@Nullable JsonNode input, @Nullable ReplayResult before);
}
