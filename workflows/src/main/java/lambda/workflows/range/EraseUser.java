package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Erases all that one user did: takes it out of every file of the archive and out of the raw sink,
/// computes the hours anew that it touched, and waits until the files are deleted that held it.
/// What Kafka still has goes when its topic's retention ends; hours that are not sealed yet are
/// named in the result, to be erased by another run.
@WorkflowInterface
public interface EraseUser extends RangeWorkflow {

  /// @param input see [EraseInput]
  /// @param before what earlier runs of this workflow did; people leave it out
  @WorkflowMethod(name = "EraseUser")
  EraseResult run(@Nullable JsonNode input, @Nullable EraseResult before);
}
