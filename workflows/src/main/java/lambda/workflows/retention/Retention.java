package lambda.workflows.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import lambda.batch.maintenance.RetentionReport;
import org.jspecify.annotations.Nullable;

/// Deletes what nobody can need any more of a stream: objects that were replaced, or left by a
/// process that died, longer than LAMBDA_TIDY_AFTER ago; speed partials of hours that have been
/// sealed for LAMBDA_SPEED_RETENTION. A schedule starts it every day.
@WorkflowInterface
public interface Retention {

  /// @param input see [StreamInput]
  @WorkflowMethod(name = "Retention")
  RetentionReport run(@Nullable JsonNode input);
}
