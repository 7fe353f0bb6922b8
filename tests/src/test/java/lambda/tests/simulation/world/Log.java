package lambda.tests.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One partition. What retention deletes stays here for the checks.
final class Log {
  private final List<LogEntry> entries = new ArrayList<>();
  private long begin;
  private long openSince = Long.MAX_VALUE;

  void append(LogEntry.Kind kind, long timestamp, Message message) {
    if (kind == LogEntry.Kind.PENDING) {
      openSince = Math.min(openSince, entries.size());
    }
    entries.add(new LogEntry(entries.size(), kind, timestamp, message));
  }

  boolean inTransaction() {
    return openSince < Long.MAX_VALUE;
  }

  /// Ends the open transaction.
  void endTransaction(boolean commits, long now) {
    entries.replaceAll(entry ->
        entry.kind() == LogEntry.Kind.PENDING
            ? entry.as(commits ? LogEntry.Kind.VISIBLE : LogEntry.Kind.ABORTED)
            : entry);
    entries.add(new LogEntry(entries.size(), LogEntry.Kind.MARKER, now, null));
    openSince = Long.MAX_VALUE;
  }

  void deleteBefore(long offset) {
    begin = Math.max(begin, Math.min(offset, end()));
  }

  long begin() {
    return begin;
  }

  /// The end as a reader of committed records sees it: the first offset of an open transaction, or
  /// the next offset.
  long end() {
    return Math.min(openSince, entries.size());
  }

  /// The next offset.
  long appended() {
    return entries.size();
  }

  /// Kafka looks at aborted records and markers, too.
  Optional<LogEntry> firstAt(long time) {
    return entries(begin, end()).stream().filter(entry -> entry.timestamp() >= time).findFirst();
  }

  /// The entries from one offset to another, whatever retention deleted.
  List<LogEntry> entries(long first, long next) {
    return entries.subList((int) first, (int) next);
  }
}
