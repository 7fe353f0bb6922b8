package lambda.workflows.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import java.util.Map;
import lambda.workflows.hour.RunLimit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Workflows over more hours than one run takes.
class LongRangeTest {
  private static final List<String> ALL = RangeFixture.hours(2 * RunLimit.HOURS + 50);
  private static final String BAD = ALL.get(24);
  private static final Map<String, Object> YEAR =
      Map.of(
          "stream",
          "s",
          "from",
          "2026-01-01T00:00:00Z",
          "to",
          "2027-01-01T00:00:00Z",
          "parallelism",
          16);

  private final RangeFixture fixture = new RangeFixture(ALL);

  @BeforeEach
  void oneHourFails() {
    fixture.activities().fail(BAD::equals);
  }

  @AfterEach
  void end() {
    fixture.close();
  }

  private void assertWalksToItsEnd(WorkflowStub walk) {
    assertThat(walk.getResult(JsonNode.class).path("done").asInt()).isEqualTo(ALL.size() - 1);
    assertThat(fixture.activities().processed()).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void aRangeOfManyHoursTakesSeveralRunsAndNoHourIsMissedOrRepeated() {
    WorkflowStub walk = fixture.start("CompactHours", YEAR);

    assertThat(walk.getResult(JsonNode.class).path("failed"))
        .map(JsonNode::asText)
        .containsExactly(BAD);
    assertWalksToItsEnd(walk);
    assertThat(walk.query("progress", String.class))
        .isEqualTo("449 hours done, 1 failed; 450 of 450 started");
  }

  @Test
  void aPauseThatComesBeforeTheFirstStepIsKept() {
    WorkflowStub walk = fixture.workflow("CompactHours");
    walk.signalWithStart("pause", new Object[0], new Object[] {RangeFixture.json(YEAR)});

    RangeFixture.awaitProgress(walk, "paused: 0 hours done; 0 of 450 started");
    assertThat(fixture.activities().processed()).isEmpty();

    walk.signal("resume");
    assertWalksToItsEnd(walk);
  }

  @Test
  void aPauseThatComesBetweenTwoRunsIsKept() {
    int run = RunLimit.HOURS;
    fixture.activities().hold(ALL.get(run - 1)::equals);
    WorkflowStub walk = fixture.start("CompactHours", YEAR);
    fixture.activities().awaitFirstHeld();

    walk.signal("pause");
    fixture.activities().release();

    RangeFixture.awaitProgress(
        walk, "paused: %d hours done, 1 failed; %d of 450 started".formatted(run - 1, run));
    assertThat(fixture.activities().processed()).hasSize(run);
    walk.signal("resume");
    assertWalksToItsEnd(walk);
  }

  @Test
  void manyHoursThatAreDueAreSealedInSeveralRunsPastThoseThatFail() {
    assertThatThrownBy(() -> fixture.run("SealHours", Map.of("stream", "s")))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .hasMessageContaining("not sealed: [" + BAD + "]");

    assertThat(fixture.activities().processed()).containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void cancelEndsARangeBetweenHours() {
    fixture.activities().hold(_ -> true);
    WorkflowStub walk = fixture.start("CompactHours", YEAR);
    fixture.activities().awaitFirstHeld();

    walk.cancel();
    fixture.activities().release();

    assertThatThrownBy(() -> walk.getResult(JsonNode.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(fixture.activities().processed()).hasSizeLessThan(ALL.size());
  }
}
