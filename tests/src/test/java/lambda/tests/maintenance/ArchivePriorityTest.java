package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lambda.core.hour.Hour;
import lambda.kafka.TopicReader;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.SharedStack;
import lambda.tests.stack.TestStack;
import lambda.tests.stack.TestStream;
import lambda.workflows.client.TemporalConnection;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The archive waits for nothing. What it gets too late is lost only if a person says so, and only
/// that.
@ExtendWith(SharedStack.Extension.class)
class ArchivePriorityTest {
  /// How many records of the first hour Kafka still holds.
  private static final long LEFT = 5;

  private final SharedStack shared;
  private final TestStack stack;

  ArchivePriorityTest(SharedStack shared) {
    this.shared = shared;
    stack = shared.stack();
  }

  private TestStream fill(String stream) {
    stack.send(
        "--stream",
        stream,
        "--backfill",
        "PT" + SharedStack.HOURS + "H",
        "--events-per-day",
        "20000",
        "--duplicates",
        "0.05",
        "--ledger",
        shared.ledger(stream).toString());
    return shared.stream(stream);
  }

  private static Map<String, Object> input(TestStream stream) {
    return Map.of("stream", stream.name());
  }

  private long archived(TestStream stream) {
    return stack.count(
        "select count(*) from lambda.batch_hours where stream = '%s' and archived_at is not null"
            .formatted(stream.name()));
  }

  @Test
  void hoursAreArchivedWhileTheSpeedLayerHangsAndAreSealedOnceItContinues()
      throws InterruptedException {
    try (TemporalConnection temporal =
        new TemporalConnection(stack.localStack().temporal(), "default")) {
      TestStream stream;
      WorkflowStub sealing;
      try (TestStack.Frozen _ = stack.freeze("speed-layer")) {
        stream = fill("unseen");
        sealing = stream.start(temporal, "SealHours", input(stream));

        await().atMost(TestStack.PATIENCE).until(() -> archived(stream) >= SharedStack.HOURS);
        await()
            .atMost(TestStack.PATIENCE)
            .untilAsserted(() ->
                assertThat(stack.cli("hours", "--stream", stream.name()).out())
                    .contains(" is waiting for the speed layer"));
        assertThat(
                temporal
                    .client()
                    .newUntypedWorkflowStub(
                        "LambdaHour-%s-%s".formatted(stream.name(), stream.hours().getFirst()))
                    .query("progress", String.class))
            .startsWith("waiting: the speed layer is ")
            .endsWith("Is it running?");
      }

      assertThat(sealing.getResult(JsonNode.class)).hasSizeGreaterThanOrEqualTo(SharedStack.HOURS);
      stream.assertFiguresEqualTheLedger(Where.SERVING);
      stream.assertArchiveIsSound();
    }
  }

  @Test
  void recordsThatKafkaDeletedAreLostOnlyWhenDeclaredAndEverythingElseContinues() throws Exception {
    TestStream stream = fill("expired");
    stream.assertFiguresEqualTheLedger(Where.SERVING); // so the hours are decided
    long lost = expireTheFirstHour(stream);

    assertThatThrownBy(() -> stream.run("ArchiveHours", input(stream)))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .hasMessageContaining("Kafka has deleted the records before offset " + lost)
        .hasMessageContaining("DeclareLost");
    assertThat(archived(stream)).isGreaterThanOrEqualTo(SharedStack.HOURS - 1);

    assertThat(stream.run("DeclareLost", everything(stream)).path("lost"))
        .hasToString(
            "{\"offsets\":%1$d,\"ranges\":[\"partition 0 offsets 0-%1$d\"]}".formatted(lost));
    assertThat(stream.run("DeclareLost", everything(stream)).path("lost").path("offsets").asLong())
        .isZero();
    assertThat(stack.cli("hours", "--stream", stream.name()).out())
        .contains("%d offsets were declared lost".formatted(lost));

    JsonNode sealed = stream.run("SealHours", input(stream));

    assertThat(sealed.size()).isGreaterThanOrEqualTo(SharedStack.HOURS);
    assertThat(
            stack.texts(
                "select distinct explanation from lambda.differences where stream = '%s' and view <> ''"
                    .formatted(stream.name())))
        .contains(
            lost
                + " offsets of this hour were declared lost: Kafka deleted them before they were archived")
        .allSatisfy(explanation -> assertThat(explanation).contains("were declared lost"));
    stream.assertArchiveIsSound();
    assertThat(stream.run("RepairHours", stream.range()).path("hours").path("failed")).isEmpty();
    Map<String, Object> erasure = new HashMap<>(input(stream));
    erasure.put("user", "nobody");
    assertThat(stream.run("EraseUser", erasure).path("hours").path("failed")).isEmpty();
  }

  private static Map<String, Object> everything(TestStream stream) {
    return Map.of(
        "stream", stream.name(), "from", "2020-01-01T00:00:00Z", "to", "9999-12-31T23:00:00Z");
  }

  /// Deletes the first hour of partition 0 but for a few records.
  ///
  /// @return the first offset that is left
  private long expireTheFirstHour(TestStream stream) throws Exception {
    String kafka = stack.localStack().kafka();
    String topic = "tests." + stream.name();
    long left;
    try (TopicReader reader = new TopicReader(kafka, topic)) {
      Instant begin = Objects.requireNonNull(reader.firstRecords().get(0)).timestamp();
      Instant next = Hour.of(begin).end();
      left = Objects.requireNonNull(reader.firstRecordsAt(List.of(0), next).get(0)).offset() - LEFT;
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(left)))
          .all()
          .get();
    }
    return left;
  }
}
