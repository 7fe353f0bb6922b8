package lambda.speed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FlushTriggerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration INTERVAL = Duration.ofMillis(200);

  private final FlushTrigger trigger = new FlushTrigger(INTERVAL, 100, NOW);

  @Test
  void pendingRecordsAreFlushedAfterTheInterval() {
    assertThat(trigger.due(1, true, NOW.plus(INTERVAL).minusMillis(1))).isFalse();
    assertThat(trigger.due(1, true, NOW.plus(INTERVAL))).isTrue();
  }

  @Test
  void manyRecordsAreFlushedAtOnce() {
    assertThat(trigger.due(99, true, NOW)).isFalse();
    assertThat(trigger.due(100, true, NOW)).isTrue();
  }

  @Test
  void aPositionThatMovedWithoutRecordsIsFlushedToo() {
    assertThat(trigger.due(0, true, NOW.plus(INTERVAL))).isTrue();
    assertThat(trigger.due(0, false, NOW.plus(INTERVAL))).isFalse();
  }

  @Test
  void theIntervalBeginsWithTheLastFlush() {
    trigger.flushed(NOW.plus(INTERVAL));

    assertThat(trigger.due(1, true, NOW.plus(INTERVAL).plusMillis(1))).isFalse();
  }
}
