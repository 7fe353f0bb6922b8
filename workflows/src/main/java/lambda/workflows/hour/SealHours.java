package lambda.workflows.hour;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Archives every hour of a stream that is over (workflow `ArchiveHours`), then runs [LambdaHour]
/// for every hour that is over and not sealed, oldest first, several at a time. The hourly schedule
/// starts it, so the next run catches up an hour that was missed. An hour that fails or waits does
/// not keep the others from being sealed; the workflow fails at the end, after 45 minutes at the
/// latest, and names the hours that failed and those that still wait. The workflows of the latter
/// go on.
@WorkflowInterface
public interface SealHours {

  /// What earlier runs of the workflow did, which continues as new.
  ///
  /// @param last the last hour they took
  /// @param taken the hours that they sealed
  record Before(String last, List<String> taken, List<String> failed) {
    static final Before NONE = new Before("", List.of(), List.of());

    public Before {
      taken = List.copyOf(taken);
      failed = List.copyOf(failed);
    }
  }

  /// @param input see [StreamInput]
  /// @param before set by the workflow itself
  /// @return the starts of the hours that this workflow sealed, oldest first, such as
  ///   `["2026-11-21T04:00:00Z"]`; an hour whose [LambdaHour] another workflow runs is left out
  @WorkflowMethod(name = "SealHours")
  List<String> run(@Nullable JsonNode input, @Nullable Before before);
}
