package lambda.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs [LambdaHour] for every hour of a stream that is over and not sealed, oldest first. The
/// hourly schedule starts it, so an hour that was missed is caught up by the next run.
@WorkflowInterface
public interface SealHours {

  /// @param input see [StreamInput]
  /// @return the hours that were taken on
  @WorkflowMethod(name = "SealHours")
  List<String> run(@Nullable JsonNode input);
}
