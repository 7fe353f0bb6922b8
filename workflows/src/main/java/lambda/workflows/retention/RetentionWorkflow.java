package lambda.workflows.retention;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.Workflow;
import lambda.batch.maintenance.RetentionReport;
import lambda.workflows.activity.ActivityDefaults;
import lambda.workflows.activity.Failures;
import lambda.workflows.activity.StreamActivities;
import lambda.workflows.input.StreamInput;
import lambda.workflows.input.WorkflowMemo;
import org.jspecify.annotations.Nullable;

/// See [Retention].
public final class RetentionWorkflow implements Retention {
  private final StreamActivities activities =
      Workflow.newActivityStub(StreamActivities.class, ActivityDefaults.steps());

  @Override
  public RetentionReport run(@Nullable JsonNode input) {
    StreamInput stream = Failures.translate(() -> StreamInput.parse(input));
    WorkflowMemo.upsert(stream);
    return Failures.unwrap(() -> activities.tidy(stream));
  }
}
