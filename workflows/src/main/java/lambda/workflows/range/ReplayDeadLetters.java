package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Sends dead letters to their topic again that are events now: by a schema that allows more, or
/// after replacements in their text. Each is sent once; they arrive in the present hour.
@WorkflowInterface
public interface ReplayDeadLetters extends RangeWorkflow {

  /// @param input see [ReplayInput]
  /// @param before what earlier runs of this workflow did; people leave it out
  @WorkflowMethod(name = "ReplayDeadLetters")
  ReplayResult run(@Nullable JsonNode input, @Nullable ReplayResult before);
}
