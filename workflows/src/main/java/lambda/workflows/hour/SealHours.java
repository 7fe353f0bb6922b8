package lambda.workflows.hour;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs [LambdaHour] for every hour of a stream that is over and not sealed, oldest first. The
/// hourly schedule starts it, so an hour that was missed is caught up by the next run.
@WorkflowInterface
public interface SealHours {

  /// What earlier runs of a workflow did that goes on as new.
  ///
  /// @param last the last hour they looked at
  record Before(String last, List<String> taken, List<String> failed) {
    public Before {
      taken = List.copyOf(taken);
      failed = List.copyOf(failed);
    }
  }

  /// @param input see [StreamInput]
  /// @param before people leave it out
  /// @return the hours that were taken on
  @WorkflowMethod(name = "SealHours")
  List<String> run(@Nullable JsonNode input, @Nullable Before before);
}
