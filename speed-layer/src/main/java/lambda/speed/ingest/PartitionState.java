package lambda.speed.ingest;

import java.util.SortedMap;
import java.util.TreeMap;
import lambda.core.hour.Hour;
import lambda.core.hour.HourTracker;

/// The state of one partition that the loop owns. One owner.
final class PartitionState {
  final int partition;
  final HourTracker hours;
  final DuplicateFilter ids;
  final SortedMap<Hour, HourCounts> counts = new TreeMap<>();

  /// The stored offset, which a flush expects to find.
  long stored;

  /// The offset after the last record folded.
  long next;

  PartitionState(int partition, HourTracker hours, DuplicateFilter ids, long stored) {
    this.partition = partition;
    this.hours = hours;
    this.ids = ids;
    this.stored = stored;
    this.next = stored;
  }

  boolean pending() {
    return next > stored;
  }

  HourCounts counts(Hour hour) {
    return counts.computeIfAbsent(hour, h -> new HourCounts());
  }

  /// Call this once everything folded is stored.
  void flushed() {
    stored = next;
    counts.clear();
    hours.stored();
  }
}
