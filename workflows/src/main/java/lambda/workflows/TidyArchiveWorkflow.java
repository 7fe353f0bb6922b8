package lambda.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// See [TidyArchive].
public final class TidyArchiveWorkflow implements TidyArchive {
  private final StreamActivities activities =
      Workflow.newActivityStub(StreamActivities.class, Activities.steps());

  @Override
  public List<String> run(@Nullable JsonNode input) {
    StreamInput stream = Failures.translate(() -> StreamInput.parse(input));
    return Failures.unwrap(() -> activities.tidy(stream));
  }
}
