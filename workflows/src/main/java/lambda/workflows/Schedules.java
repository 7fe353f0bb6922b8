package lambda.workflows;

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

/// The hourly schedule of each stream: [SealHours], a minute past the hour.
public final class Schedules {
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration PAST_THE_HOUR = Duration.ofMinutes(1);

  private final ScheduleClient client;

  public Schedules(TemporalConnection connection, String namespace) {
    client =
        ScheduleClient.newInstance(
            connection.stubs(), ScheduleClientOptions.newBuilder().setNamespace(namespace).build());
  }

  /// Makes the stream's schedule, or brings it up to date. A pause by a user stays.
  public void ensure(StreamDefinition stream) {
    String id = "seal-hours-" + stream.name();
    Schedule schedule = hourly(stream);
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

  private static Schedule hourly(StreamDefinition stream) {
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(SealHours.class)
                .setArguments(new StreamInput(stream.name()))
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("SealHours-" + stream.name())
                        .setTaskQueue(TemporalConnection.TASK_QUEUE)
                        .build())
                .build())
        .setSpec(
            ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(EVERY, PAST_THE_HOUR)))
                .build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(EVERY)
                .build())
        .build();
  }
}
