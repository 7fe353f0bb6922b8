package lambda.workflows.hour;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import lambda.batch.hour.HourReport;
import lambda.workflows.input.HourInput;
import org.jspecify.annotations.Nullable;

/// Takes one closed hour of one stream to its seal: archive, recompute, reconcile, seal. Harmless
/// to start twice; a sealed hour is answered as it is.
@WorkflowInterface
public interface LambdaHour {

  /// @param input see [HourInput]
  @WorkflowMethod(name = "LambdaHour")
  HourReport run(@Nullable JsonNode input);

  /// The step at work.
  @QueryMethod(name = "progress")
  String progress();

  /// The id under which the platform itself runs the workflow of an hour.
  static String id(HourInput input) {
    return "LambdaHour-%s-%s".formatted(input.stream(), input.hour());
  }
}
