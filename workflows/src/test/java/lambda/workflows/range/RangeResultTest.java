package lambda.workflows.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How workflows over a range end.
class RangeResultTest {
  private static final List<String> HOURS = RangeFixture.hours(3);
  private static final Map<String, Object> DAY =
      Map.of("stream", "s", "from", "2026-01-01T00:00:00Z", "to", "2026-01-02T00:00:00Z");
  private static final Map<String, Object> NEXT_DAY =
      Map.of("stream", "s", "from", "2026-01-02T00:00:00Z", "to", "2026-01-03T00:00:00Z");
  private static final Map<String, Object> USER = Map.of("stream", "s", "user", "u");

  private final RangeFixture fixture = new RangeFixture(HOURS);

  @AfterEach
  void end() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Backfill          | {"done":3,"failed":[]}
          CompactHours      | {"done":3,"failed":[]}
          RepairHours       | {"repaired":[],"hours":{"done":3,"failed":[]}}
          ReplayDeadLetters | {"letters":{"replayed":3,"malformed":6,"before":9},"hours":{"done":3,"failed":[]}}
          """)
  void aRangeThatSucceedsReturnsWhatWasDone(String type, String result) {
    assertThat(fixture.run(type, DAY)).hasToString(result);
    assertThat(fixture.activities().processed()).containsExactlyInAnyOrderElementsOf(HOURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Backfill", "CompactHours", "RepairHours", "ReplayDeadLetters"})
  void anHourThatFailsIsNamedInTheResultAndStopsNoOther(String type) {
    fixture.activities().fail(HOURS.get(1)::equals);

    assertThat(fixture.run(type, DAY).toString())
        .contains("\"done\":2,\"failed\":[\"2026-01-01T01:00:00Z\"]");
    assertThat(fixture.activities().processed()).containsExactlyInAnyOrderElementsOf(HOURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Backfill", "CompactHours", "RepairHours", "ReplayDeadLetters"})
  void aWorkflowWhoseEveryHourFailedFailsWithTheReason(String type) {
    fixture.activities().fail(_ -> true);

    assertFails(
        type,
        DAY,
        "FATAL",
        "all 3 hours failed: 2026-01-01T00:00:00Z, 2026-01-01T01:00:00Z, 2026-01-01T02:00:00Z; 2026-01-01T00:00:00Z failed with: damaged 2026-01-01T00:00:00Z");
  }

  @Test
  void anErasureWhoseEveryHourFailedFailsWithTheReason() {
    fixture.activities().fail(_ -> true);

    assertFails(
        "EraseUser",
        USER,
        "FATAL",
        "all 3 hours failed: 2026-01-01T00:00:00Z, 2026-01-01T01:00:00Z, 2026-01-01T02:00:00Z; 2026-01-01T00:00:00Z failed with: damaged 2026-01-01T00:00:00Z");
  }

  @Test
  void anErasureWhoseEveryHourFailedStillErasesTheRawSinkAndSealsWhatChanged() {
    fixture.activities().fail(_ -> true);
    WorkflowStub erasure = fixture.start("EraseUser", USER);

    assertThatThrownBy(() -> erasure.getResult(JsonNode.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(erasure.query("progress", String.class))
        .isEqualTo(
            "0 hours done, 3 failed; 3 of 3 started; waiting until Elasticsearch no longer has the user");
  }

  @Test
  void anErasureDeletesTheUsersFilesAlsoIfAnHourCannotBeSealedAndThenFails() {
    fixture.activities().fail("2026-01-01T01:00:00Z"::equals);
    WorkflowStub erasure = fixture.start("EraseUser", USER);

    assertThatThrownBy(() -> erasure.getResult(JsonNode.class))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .hasMessageContaining(
            "the user is erased (4 events, 6 dead letters, 7 rows), but not sealed: [2026-01-01T01:00:00Z]");
    assertThat(erasure.query("progress", String.class))
        .endsWith("deleting the files that held the user");
  }

  @Test
  void anErasureRecomputesAnHourThatAnotherWorkflowIsSealing() {
    fixture.run("EraseUser", USER);

    assertThat(fixture.activities().recomputed()).containsExactly(HOURS.getFirst());
  }

  @Test
  void anErasureSaysThatFiguresStillContainTheUser() {
    fixture.activities().failToRecompute(_ -> true);

    assertFails(
        "EraseUser",
        USER,
        "FATAL",
        "the user is erased (6 events, 9 dead letters, 7 rows), but figures of hour 2026-01-01T00:00:00Z still contain the user: unreadable 2026-01-01T00:00:00Z");
  }

  @Test
  void anHourWhoseWorkflowIsCancelledHasFailedAndTheOthersGoOn() {
    fixture.activities().hold(HOURS.getFirst()::equals);
    WorkflowStub backfill = fixture.start("Backfill", DAY);
    fixture.activities().awaitFirstHeld();

    fixture
        .existing(
            Objects.requireNonNull(backfill.getExecution()).getWorkflowId()
                + "/LambdaHour-s-"
                + HOURS.getFirst())
        .cancel();
    fixture.activities().release();

    assertThat(backfill.getResult(JsonNode.class))
        .hasToString("{\"done\":2,\"failed\":[\"2026-01-01T00:00:00Z\"]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Backfill", "CompactHours", "RepairHours", "ReplayDeadLetters"})
  void aRangeWithoutHoursIsRefusedWithTheHoursThereAre(String type) {
    assertFails(
        type,
        NEXT_DAY,
        "BAD_INPUT",
        "s has no hour that is over from 2026-01-02T00:00:00Z to 2026-01-03T00:00:00Z; its hours are from 2026-01-01T00:00:00Z to 2026-01-01T02:00:00Z");
  }

  @Test
  void aStreamWithoutHoursSaysSo() {
    try (RangeFixture empty = new RangeFixture(List.of())) {
      assertThatThrownBy(() -> empty.run("Backfill", DAY))
          .cause()
          .hasMessageContaining("none of its hours is over yet");
    }
  }

  @Test
  void anInvalidInputFailsAtOnce() {
    assertThatThrownBy(() -> fixture.run("Backfill", Map.of("stream", "s")))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .hasMessageContaining("'from' is missing; 'to' is missing; write --input '{\"stream\"");
  }

  @Test
  void anErasureErasesTheRawSinkOfAStreamWithoutHours() {
    try (RangeFixture empty = new RangeFixture(List.of())) {
      assertThat(empty.run("EraseUser", USER))
          .hasToString(
              "{\"erased\":{\"hours\":0,\"events\":0,\"deadLetters\":0,\"rows\":7},\"hours\":{\"done\":0,\"failed\":[]},\"notYet\":[]}");
      assertThat(empty.awaited()).containsExactly("s until 800");
    }
  }

  @Test
  void anErasureSaysUntilWhenItWaitsForFilesToBeDeleted() {
    Instant start = fixture.now();
    WorkflowStub erasure = fixture.start("EraseUser", USER);

    RangeFixture.awaitProgress(erasure, "3 hours done; 3 of 3 started; waiting until ");
    String progress = erasure.query("progress", String.class);
    Instant until = Instant.parse(progress.replaceAll(".*until |, when .*", ""));
    assertThat(until)
        .isBetween(start.plus(Duration.ofDays(1)), fixture.now().plus(Duration.ofDays(1)));
    assertThat(progress).endsWith(", when the files that held the user may be deleted");
  }

  private void assertFails(
      String type, Map<String, Object> input, String category, String message) {
    assertThatThrownBy(() -> fixture.run(type, input))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getOriginalMessage()).isEqualTo(message);
              assertThat(failure.getType()).isEqualTo(category);
            });
  }
}
