package lambda.workflows.worker;

import io.temporal.common.converter.EncodedValues;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.DynamicWorkflow;
import io.temporal.workflow.Workflow;
import lambda.core.failure.Category;

/// Fails a workflow whose type does not exist. Without it, a mistyped workflow would wait forever
/// for a worker that knows it.
public final class UnknownWorkflow implements DynamicWorkflow {

  @Override
  public Object execute(EncodedValues arguments) {
    throw ApplicationFailure.newNonRetryableFailure(
        "unknown workflow type '%s'; known: %s"
            .formatted(
                Workflow.getInfo().getWorkflowType(), String.join(", ", WorkflowTypes.names())),
        Category.BAD_INPUT.name());
  }
}
