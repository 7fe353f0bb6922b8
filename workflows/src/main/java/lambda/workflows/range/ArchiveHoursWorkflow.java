package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.Workflow;
import java.util.List;
import lambda.workflows.activity.ActivityDefaults;
import lambda.workflows.activity.HourActivities;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.StreamInput;
import lambda.workflows.walk.RangeResult;
import org.jspecify.annotations.Nullable;

/// See [ArchiveHours].
public final class ArchiveHoursWorkflow extends AbstractRangeWorkflow<RangeInput, RangeResult>
    implements ArchiveHours {
  private final HourActivities brief =
      Workflow.newActivityStub(HourActivities.class, ActivityDefaults.brief());

  @Override
  RangeInput parse(@Nullable JsonNode input) {
    return RangeInput.parseOptional(input);
  }

  @Override
  RangeResult restore(RangeResult before) {
    return before;
  }

  @Override
  List<String> list(RangeInput range) {
    return streamActivities.unarchived(range);
  }

  @Override
  boolean needsHours() {
    return false;
  }

  @Override
  void process(RangeInput input, HourInput hour) {
    brief.archive(hour);
  }

  @Override
  void finish(RangeInput input) {
    streamActivities.passDeleted(new StreamInput(input.stream()));
    failIfAnyHourFailed();
  }

  @Override
  RangeResult result(RangeResult hours) {
    return hours;
  }
}
