package lambda.workflows.reprojection;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/// Rebuilds the Elasticsearch index of a view or a raw sink from Postgres. The speed layer does it;
/// this workflow asks for it, and waits. Readers see the old index until the new one is complete.
@WorkflowInterface
public interface ReprojectView {

  /// @param input see [lambda.workflows.input.ViewInput]
  /// @return `{"view": "pageviews_per_minute", "request": 1}`, where `request` counts those for
  ///   this view
  @WorkflowMethod(name = "ReprojectView")
  Reprojection run(@Nullable JsonNode input);
}
