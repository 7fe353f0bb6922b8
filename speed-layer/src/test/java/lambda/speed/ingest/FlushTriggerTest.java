package lambda.speed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FlushTriggerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final FlushTrigger trigger = new FlushTrigger(INTERVAL, 100, 5_000, NOW);

  @Test
  void pendingRecordsAreFlushedAfterTheInterval() {
    assertThat(trigger.due(true, NOW.plus(INTERVAL).minusMillis(1))).isFalse();
    assertThat(trigger.due(true, NOW.plus(INTERVAL))).isTrue();
  }

  @Test
  void manyRecordsOrMuchMemoryAreFlushedAtOnce() {
    assertThat(trigger.full(99, 4_999)).isFalse();
    assertThat(trigger.full(100, 0)).isTrue();
    assertThat(trigger.full(1, 5_000)).isTrue();
  }

  @Test
  void aPositionThatMovedWithoutRecordsIsFlushedToo() {
    assertThat(trigger.due(true, NOW.plus(INTERVAL))).isTrue();
    assertThat(trigger.due(false, NOW.plus(INTERVAL))).isFalse();
  }

  @Test
  void theIntervalBeginsWithTheLastFlush() {
    trigger.flushed(NOW.plus(INTERVAL));

    assertThat(trigger.due(true, NOW.plus(INTERVAL).plusMillis(1))).isFalse();
  }
}
