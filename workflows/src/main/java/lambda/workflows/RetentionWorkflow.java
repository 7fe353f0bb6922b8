package lambda.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.Workflow;
import lambda.batch.RetentionReport;
import org.jspecify.annotations.Nullable;

/// See [Retention].
public final class RetentionWorkflow implements Retention {
  private final StreamActivities activities =
      Workflow.newActivityStub(StreamActivities.class, Activities.steps());

  @Override
  public RetentionReport run(@Nullable JsonNode input) {
    StreamInput stream = Failures.translate(() -> StreamInput.parse(input));
    Memos.tell(stream.stream());
    return Failures.unwrap(() -> activities.tidy(stream));
  }
}
