package lambda.workflows.hour;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import lambda.core.failure.Category;
import lambda.workflows.activity.ActivityDefaults;
import lambda.workflows.activity.Failures;
import lambda.workflows.activity.StreamActivities;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.StreamInput;
import lambda.workflows.input.WorkflowMemo;
import org.jspecify.annotations.Nullable;

/// See [SealHours].
public final class SealHoursWorkflow implements SealHours {
  /// The change that archived all hours first, and then took several at a time; see "Changing a
  /// workflow" in CONTRIBUTING.
  private static final String ARCHIVE_FIRST = "archive first";

  private final StreamActivities activities =
      Workflow.newActivityStub(StreamActivities.class, ActivityDefaults.steps());

  @Override
  public List<String> run(@Nullable JsonNode input, @Nullable Before before) {
    StreamInput stream = Failures.translate(() -> StreamInput.parse(input));
    WorkflowMemo.upsert(stream);
    Before known = before == null ? Before.NONE : before;
    return Failures.unwrap(() ->
        Workflow.getVersion(ARCHIVE_FIRST, Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION
            ? sealOneByOne(stream, known)
            : sealAll(stream, known));
  }

  private List<String> sealAll(StreamInput stream, Before before) {
    if (before.last().isEmpty()) {
      archiveAll(stream);
    }
    SealingRun run = new SealingRun(stream.stream(), before);
    run.run(unsealed(stream, before))
        .ifPresent(next -> Workflow.continueAsNew(stream.toJson(), next));
    return run.result();
  }

  private List<String> unsealed(StreamInput stream, Before before) {
    return activities.unsealed(stream).stream()
        .filter(hour -> hour.compareTo(before.last()) > 0)
        .toList();
  }

  /// An hour that cannot be archived now does not keep others from being sealed: its [LambdaHour]
  /// tries again, and says why it fails.
  private static void archiveAll(StreamInput stream) {
    Workflow.setCurrentDetails("archiving");
    try {
      Workflow.newUntypedChildWorkflowStub(
              "ArchiveHours",
              ChildWorkflowOptions.newBuilder()
                  .setWorkflowId("ArchiveHours-" + stream.stream())
                  .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                  .build())
          .execute(JsonNode.class, stream.toJson(), null);
    } catch (ChildWorkflowFailure e) {
      Workflow.getLogger(SealHoursWorkflow.class)
          .warn("{}: not all hours are archived: {}", stream.stream(), e.getCause());
    }
  }

  /// How runs that began before [#ARCHIVE_FIRST] go on.
  private List<String> sealOneByOne(StreamInput stream, Before before) {
    List<String> taken = new ArrayList<>(before.taken());
    List<String> failed = new ArrayList<>(before.failed());
    List<String> hours = unsealed(stream, before);
    for (int i = 0; i < hours.size(); i++) {
      if (i == RunLimit.HOURS) {
        Workflow.continueAsNew(stream.toJson(), new Before(hours.get(i - 1), taken, failed));
      }
      String hour = hours.get(i);
      try {
        if (seal(new HourInput(stream.stream(), hour))) {
          taken.add(hour);
        }
      } catch (ChildWorkflowFailure e) {
        failed.add(hour);
      }
    }
    if (!failed.isEmpty()) {
      throw ApplicationFailure.newNonRetryableFailure(
          "not sealed: %s; the workflow %s shows why"
              .formatted(failed, LambdaHour.id(new HourInput(stream.stream(), failed.getFirst()))),
          Category.FATAL.name());
    }
    return taken;
  }

  /// @return whether this workflow sealed the hour; false if another one runs its [LambdaHour]
  private static boolean seal(HourInput hour) {
    LambdaHour child =
        Workflow.newChildWorkflowStub(
            LambdaHour.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(LambdaHour.id(hour))
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .build());
    try {
      child.run(hour.toJson());
      return true;
    } catch (ChildWorkflowFailure e) {
      if (e.getCause() instanceof WorkflowExecutionAlreadyStarted) {
        return false;
      }
      throw e;
    }
  }
}
