package lambda.speed.ingest;

import java.util.SortedMap;
import java.util.TreeMap;
import lambda.core.hour.Hour;
import lambda.core.hour.HourTracker;

/// The state of one partition that the loop owns. One owner.
final class PartitionState {
  final int partition;
  final FoldStart start;
  final HourTracker hours;
  final DuplicateFilter ids;
  final SortedMap<Hour, HourCounts> counts = new TreeMap<>();

  /// The position up to which everything is stored.
  long stored;

  /// The consumer's position: every record before it is folded. It may be past the last record,
  /// since transaction markers and aborted records have offsets too.
  long next;

  /// The offset after the last record folded.
  private long folded;

  PartitionState(int partition, HourTracker hours, DuplicateFilter ids, FoldStart start) {
    this.partition = partition;
    this.hours = hours;
    this.ids = ids;
    this.start = start;
    this.stored = start.first();
    this.next = stored;
    this.folded = stored;
  }

  /// The record at this offset was folded.
  void folded(long offset) {
    folded = offset + 1;
    next = folded;
  }

  /// The offset after the last record folded: no decision below it can be news.
  long folded() {
    return folded;
  }

  /// Every record before this position was folded.
  void reached(long position) {
    next = Math.max(next, position);
  }

  /// Whether the record at an offset is counted and goes into the raw sink.
  boolean isCounted(long offset) {
    return offset >= start.records();
  }

  /// Whether the record at an offset is folded into a view.
  ///
  /// @param view its index among the stream's views
  boolean isFolded(int view, long offset) {
    return offset >= start.views().get(view);
  }

  /// Whether views that were behind have reached the others since the last flush.
  boolean catchesUp() {
    return stored < start.records() && next >= start.records();
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
