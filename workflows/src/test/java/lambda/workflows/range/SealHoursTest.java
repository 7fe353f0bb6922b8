package lambda.workflows.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lambda.batch.hour.HourReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The archive waits for nothing; an hour that waits does so alone.
class SealHoursTest {
  private static final List<String> ALL = RangeFixture.hours(12);
  private static final String FIRST = ALL.getFirst();
  private static final Map<String, Object> STREAM = Map.of("stream", "s");

  private final RangeFixture fixture = new RangeFixture(ALL);

  @AfterEach
  void end() {
    fixture.close();
  }

  @Test
  void everyHourIsArchivedBeforeTheFirstIsSealedAndOneThatFailsStopsNeither() {
    fixture.activities().fail(FIRST::equals);

    assertThatThrownBy(() -> fixture.run("SealHours", STREAM))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .hasMessageContaining("not sealed: [" + FIRST + "]; workflow LambdaHour-s-" + FIRST);
    assertThat(fixture.activities().archived()).containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(fixture.activities().processed()).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void anHourThatCannotBeArchivedIsNamedWithTheReasonAndTheOthersAreArchived() {
    fixture.activities().fail(FIRST::equals);

    assertThatThrownBy(() -> fixture.run("ArchiveHours", STREAM))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .hasMessageContaining("failed: %1$s; %1$s failed with: lost %1$s".formatted(FIRST));
    assertThat(fixture.activities().archived()).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void hoursThatWaitForTheSpeedLayerSaySoAndTheRunEndsWithoutThem() {
    List<String> waiting = ALL.subList(0, 3);
    fixture.activities().wait(waiting::contains);
    Instant start = fixture.now();
    WorkflowStub run = fixture.start("SealHours", STREAM);

    assertThatThrownBy(() -> run.getResult(JsonNode.class))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .hasMessageContaining(
            "not sealed yet: %s; the progress of workflow LambdaHour-s-%s shows what it is waiting for"
                .formatted(waiting, FIRST));
    assertThat(fixture.now()).isBefore(start.plus(Duration.ofMinutes(50)));
    assertThat(fixture.activities().processed()).containsExactlyInAnyOrderElementsOf(ALL);
    WorkflowStub hour = fixture.existing("LambdaHour-s-" + FIRST);
    assertThat(hour.query("progress", String.class))
        .isEqualTo("waiting: the speed layer is 5 records short");

    fixture.activities().release();
    assertThat(hour.getResult(HourReport.class).sealed()).isTrue();
  }

  @Test
  void anHourThatWaitsForLongKeepsAShortHistory() {
    fixture.activities().wait(FIRST::equals);
    WorkflowStub hour = fixture.workflow("LambdaHour");
    hour.start(RangeFixture.json(Map.of("stream", "s", "hour", FIRST)));

    fixture.sleep(Duration.ofHours(7));

    assertThat(hour.query("progress", String.class)).startsWith("waiting: ");
    assertThat(hour.describe().getHistoryLength()).isLessThan(2_000);
    fixture.activities().release();
    assertThat(hour.getResult(HourReport.class).sealed()).isTrue();
  }

  @Test
  void moreHoursThatWaitThanRunAtTheSameTimeLeaveTheRestForTheNextRun() {
    fixture.activities().wait(_ -> true);

    assertThatThrownBy(() -> fixture.run("SealHours", STREAM))
        .cause()
        .hasMessageContaining("8 hours are left for the next run");
    assertThat(fixture.activities().archived()).containsAll(ALL);
    assertThatThrownBy(() -> fixture.run("SealHours", STREAM))
        .cause()
        .hasMessageContaining("4 hours are left for the next run");
  }

  @Test
  void declaringALossSumsItUpAndArchivesWhatIsLeft() {
    Map<String, Object> range =
        Map.of("stream", "s", "from", FIRST, "to", ALL.get(2), "parallelism", 1);

    assertThat(fixture.run("DeclareLost", range))
        .hasToString(
            "{\"lost\":{\"offsets\":20,\"ranges\":[\"partition 0 offsets 0-10\",\"partition 0 offsets 0-10\"]},\"hours\":{\"done\":2,\"failed\":[]}}");
    assertThat(fixture.activities().archived()).containsExactly(FIRST, ALL.get(1));
  }
}
