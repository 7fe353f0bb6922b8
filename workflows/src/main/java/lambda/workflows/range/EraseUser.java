package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Erases all events of one user: removes them from every file of the archive and from the raw
/// sink, recomputes the hours that held them, and waits until the files that held them are deleted.
/// What Kafka still holds goes when its topic's retention ends. Hours that are not sealed yet are
/// named in the result; another run erases them.
@WorkflowInterface
public interface EraseUser extends RangeWorkflow {

  /// @param input see [EraseInput]
  /// @param before set by the workflow itself
  /// @return for example `{"erased": {"hours": 2, "events": 120, "deadLetters": 1, "rows": 152},
  ///   "hours": {"done": 48, "failed": []}, "notYet": []}`; see [EraseResult]
  @WorkflowMethod(name = "EraseUser")
  EraseResult run(@Nullable JsonNode input, @Nullable EraseResult before);
}
