package lambda.speed.ingest;

import java.time.Duration;
import java.time.Instant;

/// When to flush: after the interval if anything is pending, or earlier if that is much. Pure; one
/// owner.
final class FlushTrigger {
  private final Duration interval;
  private final long enoughRecords;
  private final long enoughBytes;
  private Instant last;

  /// @param interval how long a record may wait
  /// @param enoughRecords the number of records that triggers an early flush
  /// @param enoughBytes the memory that triggers an early flush
  FlushTrigger(Duration interval, long enoughRecords, long enoughBytes, Instant now) {
    this.interval = interval;
    this.enoughRecords = enoughRecords;
    this.enoughBytes = enoughBytes;
    last = now;
  }

  /// Whether so much is pending that no further record may be folded before a flush.
  ///
  /// @param records how many records are pending
  /// @param bytes the memory that they take
  boolean full(long records, long bytes) {
    return records >= enoughRecords || bytes >= enoughBytes;
  }

  /// @param moved whether a partition's position is past the stored one, with or without records
  boolean due(boolean moved, Instant now) {
    return moved && !now.isBefore(last.plus(interval));
  }

  void flushed(Instant now) {
    last = now;
  }
}
