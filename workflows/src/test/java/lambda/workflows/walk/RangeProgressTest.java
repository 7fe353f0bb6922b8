package lambda.workflows.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lambda.core.hour.Hour;
import lambda.workflows.hour.RunLimit;
import org.junit.jupiter.api.Test;

class RangeProgressTest {
  private static final HourFailure LOST = new HourFailure("a file is lost", "FATAL");
  private static final HourFailure UNKNOWN = new HourFailure("no such stream", "BAD_INPUT");

  private final RangeProgress progress = new RangeProgress();

  private void start(int hours) {
    IntStream.range(0, hours).forEach(_ -> progress.started());
  }

  @Test
  void saysHowManyHoursAreDoneAndStarted() {
    progress.begin(3);
    assertThat(progress.describe()).isEqualTo("0 hours done; 0 of 3 started");

    start(2);
    progress.done();
    assertThat(progress.describe()).isEqualTo("1 hour done; 2 of 3 started");
  }

  @Test
  void saysHowManyHoursFailed() {
    progress.begin(3);
    start(3);
    progress.done();
    progress.done();
    progress.failed("c", LOST);

    assertThat(progress.describe()).isEqualTo("2 hours done, 1 failed; 3 of 3 started");
  }

  @Test
  void saysThatItIsPaused() {
    progress.begin(3);
    progress.pause(true);
    assertThat(progress.describe()).isEqualTo("paused: 0 hours done; 0 of 3 started");

    progress.pause(false);
    assertThat(progress.describe()).isEqualTo("0 hours done; 0 of 3 started");
  }

  @Test
  void saysWhatComesAfterTheLastHour() {
    progress.begin(1);
    start(1);
    progress.done();
    progress.enter("erasing the raw sink");

    assertThat(progress.describe()).isEqualTo("1 hour done; 1 of 1 started; erasing the raw sink");
  }

  @Test
  void countsTheHoursOfEarlierRuns() {
    progress.continueFrom(new RangeResult(5, List.of("b")));
    progress.begin(4);
    start(2);
    progress.done();
    progress.failed("a", LOST);

    assertThat(progress.describe()).isEqualTo("6 hours done, 2 failed; 8 of 10 started");
    assertThat(progress.result()).isEqualTo(new RangeResult(6, List.of("a", "b")));
  }

  @Test
  void startsOnlyAsManyHoursAtATimeAsAllowedAndNoneWhilePaused() {
    assertThat(progress.mayStart(1, 2)).isTrue();
    assertThat(progress.mayStart(2, 2)).isFalse();

    progress.pause(true);
    assertThat(progress.mayStart(0, 2)).isFalse();
    assertThat(progress.isPaused()).isTrue();
  }

  @Test
  void leavesTheHoursBeyondTheLimitToTheNextRun() {
    start(RunLimit.HOURS - 1);
    assertThat(progress.isRunFull()).isFalse();

    start(1);
    assertThat(progress.isRunFull()).isTrue();
  }

  @Test
  void oneHourThatSucceededIsNotAFailure() {
    progress.failed("a", LOST);
    progress.done();

    assertThat(progress.everyHourFailed()).isEmpty();
  }

  @Test
  void oneHourThatSucceededInAnEarlierRunIsNotAFailure() {
    progress.continueFrom(new RangeResult(1, List.of()));
    progress.failed("a", LOST);

    assertThat(progress.everyHourFailed()).isEmpty();
  }

  @Test
  void noHourAtAllIsNotAFailure() {
    assertThat(progress.everyHourFailed()).isEmpty();
  }

  @Test
  void theOnlyHourFailsWithItsReason() {
    progress.failed("a", UNKNOWN);

    assertThat(progress.everyHourFailed())
        .contains(new HourFailure("a failed: no such stream", "BAD_INPUT"));
  }

  @Test
  void severalHoursFailWithTheReasonOfTheEarliestOfThisRun() {
    progress.continueFrom(new RangeResult(0, List.of("a")));
    progress.failed("c", LOST);
    progress.failed("b", UNKNOWN);

    assertThat(progress.everyHourFailed())
        .contains(
            new HourFailure(
                "all 3 hours failed: a, b, c; b failed with: no such stream", "BAD_INPUT"));
  }

  @Test
  void ofManyHoursThatFailedOnlyTheFirstAreNamed() {
    List<String> hours =
        Stream.iterate(Hour.parse("2026-01-01T00:00:00Z"), Hour::next)
            .limit(23)
            .map(Hour::toString)
            .toList();
    hours.forEach(hour -> progress.failed(hour, LOST));

    assertThat(progress.everyHourFailed())
        .hasValueSatisfying(failure ->
            assertThat(failure.message())
                .startsWith("all 23 hours failed: 2026-01-01T00:00:00Z, ")
                .contains(hours.get(19) + " and 3 more; ")
                .doesNotContain(hours.get(20)));
  }
}
