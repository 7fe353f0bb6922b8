package lambda.tests.stack;

import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleListDescription;
import java.util.List;
import java.util.stream.Stream;
import lambda.workflows.client.TemporalConnection;

/// The schedules of a Temporal server.
public final class Schedules {
  private Schedules() {}

  public static void pause(String address, String id) {
    try (TemporalConnection temporal = new TemporalConnection(address, "default")) {
      ScheduleClient.newInstance(temporal.stubs())
          .getHandle(id)
          .pause("tests seal hours themselves");
    }
  }

  public static List<String> ids(String address) {
    try (TemporalConnection temporal = new TemporalConnection(address, "default");
        Stream<ScheduleListDescription> schedules =
            ScheduleClient.newInstance(temporal.stubs()).listSchedules()) {
      return schedules.map(ScheduleListDescription::getScheduleId).toList();
    }
  }
}
