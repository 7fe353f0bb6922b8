package lambda.workflows.hour;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.Workflow;
import lambda.batch.hour.HourReport;
import lambda.workflows.activity.ActivityDefaults;
import lambda.workflows.activity.Failures;
import lambda.workflows.activity.HourActivities;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.WorkflowMemo;
import org.jspecify.annotations.Nullable;

/// See [LambdaHour].
public final class LambdaHourWorkflow implements LambdaHour {
  private final HourActivities activities =
      Workflow.newActivityStub(HourActivities.class, ActivityDefaults.steps());
  private String progress = "starting";

  @Override
  public HourReport run(@Nullable JsonNode input) {
    HourInput hour = Failures.translate(() -> HourInput.parse(input));
    WorkflowMemo.upsert(hour);
    return Failures.unwrap(() -> seal(hour));
  }

  private HourReport seal(HourInput hour) {
    enter("closing");
    if (activities.close(hour)) {
      enter("already sealed");
      return activities.report(hour);
    }
    enter("archiving");
    activities.archive(hour);
    while (true) {
      enter("recomputing");
      activities.recompute(hour);
      enter("reconciling");
      activities.reconcile(hour);
      enter("sealing");
      HourReport report = activities.seal(hour);
      // Not sealed: a backfill or an erasure reopened the hour in the meantime.
      if (report.sealed()) {
        enter("sealed");
        return report;
      }
    }
  }

  private void enter(String step) {
    progress = step;
    Workflow.setCurrentDetails(step);
  }

  @Override
  public String progress() {
    return progress;
  }
}
