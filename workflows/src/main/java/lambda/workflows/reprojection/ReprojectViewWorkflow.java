package lambda.workflows.reprojection;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.Workflow;
import lambda.workflows.activity.ActivityDefaults;
import lambda.workflows.activity.Failures;
import lambda.workflows.activity.ProjectionActivities;
import lambda.workflows.input.ViewInput;
import lambda.workflows.input.WorkflowMemo;
import org.jspecify.annotations.Nullable;

/// See [ReprojectView].
public final class ReprojectViewWorkflow implements ReprojectView {
  private final ProjectionActivities activities =
      Workflow.newActivityStub(ProjectionActivities.class, ActivityDefaults.steps());

  @Override
  public Reprojection run(@Nullable JsonNode input) {
    ViewInput view = Failures.translate(() -> ViewInput.parse(input));
    WorkflowMemo.upsert(view);
    return Failures.unwrap(() -> {
      long request = activities.request(view);
      activities.await(view, request);
      return new Reprojection(view.view(), request);
    });
  }
}
