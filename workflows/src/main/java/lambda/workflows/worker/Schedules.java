package lambda.workflows.worker;

import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.List;
import lambda.core.definition.StreamDefinition;
import lambda.workflows.client.TemporalConnection;
import lambda.workflows.hour.SealHours;
import lambda.workflows.input.StreamInput;
import lambda.workflows.range.ArchiveHours;
import lambda.workflows.retention.Retention;

/// The schedules of each stream: [ArchiveHours] every ten minutes, whatever the others do;
/// [SealHours] a minute past every hour; [Retention] at night.
final class Schedules {
  private static final Duration CATCH_UP = Duration.ofHours(1);

  /// What runs when, in UTC.
  private enum Plan {
    ARCHIVE_HOURS(
        "archive-hours", ArchiveHours.class, Duration.ofMinutes(10), Duration.ofMinutes(6)),
    SEAL_HOURS("seal-hours", SealHours.class, Duration.ofHours(1), Duration.ofMinutes(1)),
    RETENTION(
        "retention", Retention.class, Duration.ofDays(1), Duration.ofHours(3).plusMinutes(17));

    private final String id;
    private final Class<?> workflow;
    private final Duration every;
    private final Duration offset;

    Plan(String id, Class<?> workflow, Duration every, Duration offset) {
      this.id = id;
      this.workflow = workflow;
      this.every = every;
      this.offset = offset;
    }
  }

  private final ScheduleClient client;

  Schedules(TemporalConnection connection, String namespace) {
    client =
        ScheduleClient.newInstance(
            connection.stubs(), ScheduleClientOptions.newBuilder().setNamespace(namespace).build());
  }

  /// Creates the stream's schedules or updates them. A schedule that a user paused stays paused.
  void ensure(StreamDefinition stream) {
    for (Plan plan : Plan.values()) {
      ensure(plan.id + "-" + stream.name(), schedule(plan, stream));
    }
  }

  private void ensure(String id, Schedule schedule) {
    try {
      client.createSchedule(id, schedule, ScheduleOptions.newBuilder().build());
    } catch (ScheduleAlreadyRunningException e) {
      client
          .getHandle(id)
          .update(old ->
              new ScheduleUpdate(
                  Schedule.newBuilder(schedule)
                      .setState(old.getDescription().getSchedule().getState())
                      .build()));
    }
  }

  private static Schedule schedule(Plan plan, StreamDefinition stream) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(plan.workflow)
                .setArguments(new StreamInput(stream.name()))
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(plan.workflow.getSimpleName() + "-" + stream.name())
                        .setTaskQueue(TemporalConnection.TASK_QUEUE)
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(plan.every, plan.offset)))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(CATCH_UP)
                .build())
        .build();
  }
}
