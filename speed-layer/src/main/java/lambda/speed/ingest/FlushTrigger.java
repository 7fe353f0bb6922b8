package lambda.speed.ingest;

import java.time.Duration;
import java.time.Instant;

/// When to flush: after the interval if anything is pending, or earlier if many records are. Pure;
/// one owner.
final class FlushTrigger {
  private final Duration interval;
  private final long enough;
  private Instant last;

  /// @param interval how long a record may wait
  /// @param enough the number of records that triggers an early flush
  FlushTrigger(Duration interval, long enough, Instant now) {
    this.interval = interval;
    this.enough = enough;
    last = now;
  }

  /// @param records how many records are pending
  /// @param moved whether a partition's position is past the stored one, with or without records
  boolean due(long records, boolean moved, Instant now) {
    return records >= enough || (moved && !now.isBefore(last.plus(interval)));
  }

  void flushed(Instant now) {
    last = now;
  }
}
