package lambda.tests.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CHANGES = "/api/views/orders_per_day/changes";

  @TempDir static Path folder;

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = new ApiFixture(folder, Map.of());
  }

  @AfterAll
  static void end() {
    api.close();
  }

  private static void add(int orders) {
    api.postgres()
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "update speed.orders_per_day set orders = orders + ?, changed_in = pg_current_xact_id()",
                orders));
  }

  private static long orders(JsonNode figures) {
    return figures.path("rows").path(0).path("measures").path("orders").asLong();
  }

  private static long ordersNow() {
    return orders(api.json("/api/views/orders_per_day?from=2026-11-21T00:00:00Z"));
  }

  private static EventReader reader(Optional<String> lastEventId) throws IOException {
    return new EventReader(api.port(), CHANGES, lastEventId);
  }

  @Test
  void readersOfAViewReceiveItsChangedFigures() throws IOException {
    try (EventReader first = reader(Optional.empty());
        EventReader second = reader(Optional.empty())) {
      assertThat(first.next(PATIENCE)).containsEntry("event", "ready").containsKey("id");
      assertThat(second.next(PATIENCE)).containsEntry("event", "ready");

      add(1);

      for (EventReader reader : List.of(first, second)) {
        Map<String, String> event = reader.next(PATIENCE);
        assertThat(event).containsEntry("event", "figures");
        assertThat(orders(ApiFixture.read(event.getOrDefault("data", "")))).isEqualTo(ordersNow());
      }
    }
  }

  @Test
  void aReaderThatComesBackReceivesWhatItMissed() throws IOException {
    Map<String, String> last;
    try (EventReader reader = reader(Optional.empty())) {
      last = reader.next(PATIENCE);
    }
    add(2);

    try (EventReader reader = reader(Optional.ofNullable(last.get("id")))) {
      Map<String, String> event = reader.next(PATIENCE);
      assertThat(event).containsEntry("event", "figures");
      assertThat(orders(ApiFixture.read(event.getOrDefault("data", "")))).isEqualTo(ordersNow());
    }
  }

  @Test
  void aReaderFromAfterARestoreOfTheDatabaseReadsEverythingAgain() throws IOException {
    try (EventReader reader = reader(Optional.of("900000000000000000"))) {
      assertThat(reader.next(PATIENCE)).containsEntry("event", "reset");
    }
  }

  @Test
  void changesOfARunningTransactionAreSentOnceItHasEnded() throws IOException {
    try (EventReader reader = reader(Optional.empty())) {
      assertThat(reader.next(PATIENCE)).containsEntry("event", "ready");

      try (var connection = api.postgres().connect(1)) {
        connection
            .jdbi()
            .useTransaction(handle -> {
              handle.execute(
                  "update speed.orders_per_day set orders = orders + 5, changed_in = pg_current_xact_id()");
              assertThat(reader.isSilent(Duration.ofSeconds(3))).isTrue();
            });
      }

      assertThat(reader.next(PATIENCE)).containsEntry("event", "figures");
    }
  }

  @Test
  void moreChangesThanCanBeListedAskForANewRead() throws IOException {
    try (EventReader reader =
        new EventReader(api.port(), "/api/views/orders_per_minute/changes", Optional.empty())) {
      assertThat(reader.next(PATIENCE)).containsEntry("event", "ready");
      api.postgres()
          .database()
          .jdbi()
          .useHandle(handle ->
              handle.execute(
                  """
                  insert into speed.orders_per_minute (hour, window_start, shop, orders, revenue, mean_sum, mean_count, moods)
                  select ?, ?, 'shop ' || n, 1, 1, 1, 1, '{}' from generate_series(1, 3000) n\
                  """,
                  SampleStreams.at(120),
                  SampleStreams.at(120)));

      assertThat(reader.next(PATIENCE)).containsEntry("event", "reset");
    }
  }

  @Test
  void theOverviewComesOnceASecond() throws IOException {
    try (EventReader reader = new EventReader(api.port(), "/api/events", Optional.empty())) {
      for (int i = 0; i < 2; i++) {
        Map<String, String> event = reader.next(PATIENCE);
        assertThat(event).containsEntry("event", "overview");
        assertThat(ApiFixture.read(event.getOrDefault("data", "")).path("streams")).hasSize(1);
      }
    }
  }

  @Test
  void thereAreOnlySoManyReadersAndTheirPlacesAreFreedWhenTheyLeave() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port());
        sockets.add(socket);
        socket
            .getOutputStream()
            .write(
                "GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
      }
      await().atMost(PATIENCE).until(() -> statusOfOneMore().contains("503"));
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }

    await().atMost(Duration.ofSeconds(40)).until(() -> statusOfOneMore().contains("200"));
  }

  private static String statusOfOneMore() throws IOException {
    try (EventReader one = new EventReader(api.port(), "/api/events", Optional.empty())) {
      return one.status();
    }
  }
}
