package lambda.local.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartDelayTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

  private final RestartDelay delay = new RestartDelay();

  private Duration afterDeathAt(Duration age) {
    return Duration.between(NOW, delay.died(NOW.minus(age), NOW));
  }

  @Test
  void delayDoublesUpToHalfAMinuteAndStaysThere() {
    List<Long> millis =
        IntStream.range(0, 10).mapToObj(_ -> afterDeathAt(Duration.ZERO).toMillis()).toList();

    assertThat(millis)
        .containsExactly(
            0L, 500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
  }

  @Test
  void processThatLivedForLongIsRestartedAtOnceAndItsDeathsStillCount() {
    IntStream.range(0, 10_000).forEach(_ -> afterDeathAt(Duration.ofSeconds(1)));

    assertThat(afterDeathAt(RestartDelay.LONGEST)).isZero();
    assertThat(delay.inARow()).isEqualTo(1);
    assertThat(delay.deaths()).isEqualTo(10_001);
  }
}
