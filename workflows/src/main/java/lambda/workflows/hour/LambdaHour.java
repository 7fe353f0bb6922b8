package lambda.workflows.hour;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import lambda.batch.hour.HourReport;
import lambda.workflows.input.HourInput;
import org.jspecify.annotations.Nullable;

/// Takes one hour of one stream from closed to sealed: archive, recompute, reconcile, seal. It may
/// be started twice without harm; for a sealed hour it returns the hour's report. Its archive waits
/// for nothing; before the reconciliation it waits for the speed layer, and says so.
@WorkflowInterface
public interface LambdaHour {

  /// @param input see [HourInput]
  @WorkflowMethod(name = "LambdaHour")
  HourReport run(@Nullable JsonNode input);

  /// The current step.
  @QueryMethod(name = "progress")
  String progress();

  /// The id under which the platform itself runs an hour's workflow.
  static String id(HourInput input) {
    return "LambdaHour-%s-%s".formatted(input.stream(), input.hour());
  }
}
