package lambda.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Deletes objects of a stream that nobody can need any more: replaced by compaction, or left by a
/// process that died, both longer ago than LAMBDA_TIDY_AFTER.
@WorkflowInterface
public interface TidyArchive {

  /// @param input see [StreamInput]
  /// @return the keys of the objects that were deleted
  @WorkflowMethod(name = "TidyArchive")
  List<String> run(@Nullable JsonNode input);
}
