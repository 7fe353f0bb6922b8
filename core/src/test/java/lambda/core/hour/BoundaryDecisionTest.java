package lambda.core.hour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import lambda.core.hour.BoundaryDecision.At;
import lambda.core.hour.BoundaryDecision.NotBefore;
import org.junit.jupiter.api.Test;

class BoundaryDecisionTest {
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Instant SETTLED = FOUR.start().plus(GRACE);
  private static final OptionalLong NONE = OptionalLong.empty();
  private static final long LOG_END = 100;

  private static BoundaryDecision decide(
      OptionalLong natural, OptionalLong following, Instant now) {
    return decide(natural, 0, following, now);
  }

  private static BoundaryDecision decide(
      OptionalLong natural, long folded, OptionalLong following, Instant now) {
    return BoundaryDecision.decide(FOUR, natural, folded, LOG_END, following, now, GRACE);
  }

  @Test
  void theFirstRecordOfTheHourBeginsIt() {
    assertThat(decide(OptionalLong.of(42), NONE, FOUR.start())).isEqualTo(new At(42));
  }

  @Test
  void anIdlePartitionWaitsForTheGrace() {
    assertThat(decide(NONE, NONE, SETTLED.minusMillis(1))).isEqualTo(new NotBefore(SETTLED));
    assertThat(decide(NONE, NONE, SETTLED)).isEqualTo(new At(LOG_END));
  }

  @Test
  void anHourNeverBeginsAfterALaterOneThatIsDecided() {
    assertThat(decide(OptionalLong.of(42), OptionalLong.of(40), FOUR.start()))
        .isEqualTo(new At(40));
    assertThat(decide(OptionalLong.of(42), OptionalLong.of(50), FOUR.start()))
        .isEqualTo(new At(42));
  }

  @Test
  void aLaterDecisionMakesTheGraceUnnecessary() {
    assertThat(decide(NONE, OptionalLong.of(40), FOUR.start())).isEqualTo(new At(40));
  }

  /// An aborted record may reach the hour although no visible one does.
  @Test
  void anHourNeverBeginsBeforeWhatWasFolded() {
    assertThat(decide(OptionalLong.of(42), 45, NONE, FOUR.start())).isEqualTo(new At(45));
    assertThat(decide(OptionalLong.of(42), 45, OptionalLong.of(43), FOUR.start()))
        .isEqualTo(new At(43));
    assertThat(decide(NONE, LOG_END + 7, NONE, SETTLED))
        .as("the log has grown since its end was read")
        .isEqualTo(new At(LOG_END + 7));
  }
}
