package lambda.workflows.hour;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import lambda.batch.hour.HourReport;
import lambda.workflows.activity.ActivityDefaults;
import lambda.workflows.activity.Failures;
import lambda.workflows.activity.HourActivities;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.WorkflowMemo;
import org.jspecify.annotations.Nullable;

/// See [LambdaHour].
public final class LambdaHourWorkflow implements LambdaHour {
  /// The change that made a workflow say what it waits for; see "Changing a workflow" in
  /// CONTRIBUTING.
  private static final String NAMED_WAIT = "named wait";

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /// Of a history that waits: some hours of it. Temporal allows 51,200.
  private static final int MAX_EVENTS = 4_000;

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
      awaitOthers(hour);
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

  /// Waits until the hour can be reconciled, and says for what.
  private void awaitOthers(HourInput hour) {
    if (Workflow.getVersion(NAMED_WAIT, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
      return; // the reconciliation itself is retried
    }
    Duration pause = FIRST_PAUSE;
    for (String why = activities.waitsFor(hour); !why.isEmpty(); why = activities.waitsFor(hour)) {
      enter("waiting: " + why);
      Workflow.sleep(pause);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      if (Workflow.getInfo().getHistoryLength() > MAX_EVENTS) {
        Workflow.continueAsNew(hour.toJson());
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
