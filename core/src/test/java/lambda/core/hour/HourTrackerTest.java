package lambda.core.hour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HourTrackerTest {
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Hour FIVE = FOUR.next();
  private static final Hour SIX = FIVE.next();
  private static final Hour SEVEN = SIX.next();
  private static final Instant NOW = SEVEN.end();

  private static Instant in(Hour hour) {
    return hour.start().plusSeconds(90);
  }

  private static Boundary at(Hour hour, long offset) {
    return new Boundary(0, hour, offset);
  }

  private static HourTracker knowing(Boundary... decided) {
    return new HourTracker(0, List.of(decided));
  }

  @Test
  void firstRecordBeginsItsHour() {
    HourTracker tracker = knowing();

    assertThat(tracker.assign(0, in(FOUR), NOW)).isEqualTo(FOUR);
    assertThat(tracker.proposals()).containsExactly(at(FOUR, 0));
  }

  @Test
  void recordThatReachesTheNextHourBeginsIt() {
    HourTracker tracker = knowing(at(FOUR, 0));

    assertThat(tracker.assign(9, FIVE.start().minusMillis(1), NOW)).isEqualTo(FOUR);
    assertThat(tracker.assign(10, FIVE.start(), NOW)).isEqualTo(FIVE);
    assertThat(tracker.proposals()).containsExactly(at(FIVE, 10));
  }

  @Test
  void oldRecordBelongsToTheHourItArrivesIn() {
    HourTracker tracker = knowing(at(FOUR, 0), at(FIVE, 10));

    assertThat(tracker.assign(11, in(FOUR), NOW)).isEqualTo(FIVE);
    assertThat(tracker.proposals()).isEmpty();
  }

  @Test
  void skippedHoursBeginAtTheNextRecord() {
    HourTracker tracker = knowing(at(FOUR, 0));

    assertThat(tracker.assign(10, in(SEVEN), NOW)).isEqualTo(SEVEN);
    assertThat(tracker.proposals()).containsExactly(at(FIVE, 10), at(SIX, 10), at(SEVEN, 10));
  }

  @Test
  void decisionOfTheOtherLayerOverridesTheTimestamp() {
    HourTracker tracker = knowing(at(FOUR, 0), at(FIVE, 10));

    assertThat(tracker.assign(9, in(FIVE), NOW)).isEqualTo(FOUR);
    assertThat(tracker.assign(10, in(FOUR), NOW)).isEqualTo(FIVE);
    assertThat(tracker.proposals()).isEmpty();
  }

  @Test
  void hoursBeforeADecidedOneAreStillUndecided() {
    HourTracker tracker = knowing(at(FOUR, 0), at(SEVEN, 100));

    assertThat(tracker.assign(50, in(SIX), NOW)).isEqualTo(SIX);
    assertThat(tracker.proposals()).containsExactly(at(FIVE, 50), at(SIX, 50));
    assertThat(tracker.assign(100, in(SIX), NOW)).isEqualTo(SEVEN);
  }

  @Test
  void recordBeforeTheFirstDecidedHourBelongsToAnEarlierOne() {
    HourTracker tracker = knowing(at(SIX, 100));

    assertThat(tracker.assign(0, in(SEVEN), NOW)).isEqualTo(FIVE);
    assertThat(tracker.assign(100, in(FOUR), NOW)).isEqualTo(SIX);
  }

  @Test
  void equalDecisionsConfirmWhatWasAssigned() {
    HourTracker tracker = knowing(at(FOUR, 0));
    tracker.assign(10, in(FIVE), NOW);

    assertThat(tracker.learn(List.of(at(FIVE, 10)), 11)).isTrue();
  }

  @Test
  void decisionAheadOfAllRecordsIsLearned() {
    HourTracker tracker = knowing(at(FOUR, 0));
    tracker.assign(10, in(FOUR), NOW);

    assertThat(tracker.learn(List.of(at(FIVE, 11)), 11)).isTrue();
    assertThat(tracker.assign(11, in(FOUR), NOW)).isEqualTo(FIVE);
  }

  @Test
  void decisionBeforeAnAssignedRecordInvalidatesTheAssignments() {
    HourTracker tracker = knowing(at(FOUR, 0));
    tracker.assign(10, in(FOUR), NOW);

    assertThat(tracker.learn(List.of(at(FIVE, 10)), 11)).isFalse();
  }

  @Test
  void differentDecisionForAProposedHourInvalidatesTheAssignments() {
    HourTracker tracker = knowing(at(FOUR, 0));
    tracker.assign(10, in(FIVE), NOW);

    assertThat(tracker.learn(List.of(at(FIVE, 12)), 13)).isFalse();
  }

  @Test
  void aFirstRecordWithAnAbsurdTimestampBeginsThePresentHour() {
    for (Instant absurd :
        List.of(
            Instant.EPOCH,
            Instant.ofEpochMilli(-1),
            Instant.ofEpochMilli(NOW.toEpochMilli() * 1_000),
            Instant.ofEpochMilli(Long.MAX_VALUE),
            NOW.minus(PlausibleTime.BACK).minusMillis(1))) {
      HourTracker tracker = knowing();

      assertThat(tracker.assign(0, absurd, NOW)).isEqualTo(Hour.of(NOW));
      assertThat(tracker.proposals()).containsExactly(at(Hour.of(NOW), 0));
    }
  }

  @Test
  void aTimestampFarAheadBeginsNoHour() {
    HourTracker tracker = knowing(at(FOUR, 0));

    assertThat(tracker.assign(9, NOW.plus(PlausibleTime.AHEAD).plusMillis(1), NOW)).isEqualTo(FOUR);
    assertThat(tracker.assign(10, in(FIVE), NOW)).isEqualTo(FIVE);
    assertThat(tracker.proposals()).containsExactly(at(FIVE, 10));
  }

  @Test
  void theHourOfAStoredRecordNeedsNoTimestamp() {
    HourTracker tracker = knowing(at(FOUR, 0), at(FIVE, 10));

    assertThat(tracker.decided(9)).isEqualTo(FOUR);
    assertThat(tracker.decided(10)).isEqualTo(FIVE);
    assertThat(tracker.proposals()).isEmpty();
  }

  @Test
  void anEarlierHourThatWasDecidedToBeginLaterInvalidatesTheAssignments() {
    HourTracker tracker = knowing();
    tracker.assign(0, in(SIX), NOW);

    assertThat(tracker.learn(List.of(at(FIVE, 1)), 1)).isFalse();
  }

  @Test
  void anEarlierHourThatBeginsWithAllThatIsKnownChangesNothing() {
    HourTracker tracker = knowing(at(SIX, 0));
    tracker.assign(0, in(SIX), NOW);

    assertThat(tracker.learn(List.of(at(FOUR, 0), at(SIX, 0)), 1)).isTrue();
  }
}
