package lambda.workflows.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import lambda.batch.maintenance.RetentionReport;
import org.jspecify.annotations.Nullable;

/// Deletes what a stream no longer needs: objects that were replaced, or left behind by a process
/// that died, more than LAMBDA_TIDY_AFTER ago; speed partials of hours that have been sealed for
/// LAMBDA_SPEED_RETENTION. A schedule starts it every day.
@WorkflowInterface
public interface Retention {

  /// @param input see [StreamInput]
  /// @return `objects`, the keys of the objects that were deleted from S3, and `rows`, how many
  ///   rows of speed partials were deleted from Postgres: `{"objects": [], "rows": 0}`
  @WorkflowMethod(name = "Retention")
  RetentionReport run(@Nullable JsonNode input);
}
