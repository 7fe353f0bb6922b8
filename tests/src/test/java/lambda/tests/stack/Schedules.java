package lambda.tests.stack;

import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleListDescription;
import java.util.List;
import java.util.stream.Stream;
import lambda.workflows.client.TemporalConnection;
import org.awaitility.Awaitility;

/// The schedules of a Temporal server.
public final class Schedules {
  private Schedules() {}

  private static final String WHY = "tests seal hours themselves";

  public static void pause(String address, String id) {
    try (TemporalConnection temporal = new TemporalConnection(address, "default")) {
      ScheduleClient.newInstance(temporal.stubs()).getHandle(id).pause(WHY);
    }
  }

  /// Pauses all schedules of a namespace, once there are so many.
  static void pauseAll(TemporalConnection temporal, String namespace, int count) {
    ScheduleClient client =
        ScheduleClient.newInstance(
            temporal.stubs(), ScheduleClientOptions.newBuilder().setNamespace(namespace).build());
    Awaitility.await().atMost(TestStack.PATIENCE).until(() -> list(client).size() == count);
    list(client).forEach(id -> client.getHandle(id).pause(WHY));
  }

  private static List<String> list(ScheduleClient client) {
    try (Stream<ScheduleListDescription> schedules = client.listSchedules()) {
      return schedules.map(ScheduleListDescription::getScheduleId).toList();
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
