package lambda.speed.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Retries retries = new Retries(FIRST, LONGEST, new Random(1));

  @Test
  void pausesDoubleUpToTheLimitAndHalfOfEachIsRandom() {
    for (int failure = 0; failure < 100; failure++) {
      long whole = failure < 8 ? FIRST.toMillis() << failure : LONGEST.toMillis();

      assertThat(retries.failed(NOW).toMillis()).isBetween(whole / 2, whole);
    }
  }

  @Test
  void anAttemptIsMadeAfterThePause() {
    Duration pause = retries.failed(NOW);

    assertThat(retries.mayTry(NOW.plus(pause).minusMillis(1))).isFalse();
    assertThat(retries.mayTry(NOW.plus(pause))).isTrue();
  }

  @Test
  void successBeginsTheRowAgain() {
    retries.failed(NOW);
    retries.failed(NOW);
    retries.succeeded();

    assertThat(retries.mayTry(NOW)).isTrue();
    assertThat(retries.failed(NOW)).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void aFailureIsOverOnceTheNextAttemptHasLastedLongerThanAnyPause() {
    assertThat(retries.over(NOW)).isTrue();
    Duration pause = retries.failed(NOW);

    assertThat(retries.over(NOW.plus(pause).plus(LONGEST))).isFalse();
    assertThat(retries.over(NOW.plus(pause).plus(LONGEST).plusMillis(1))).isTrue();
  }
}
