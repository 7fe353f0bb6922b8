package lambda.core.hour;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Assigns the records of one partition, read in order, to hours.
///
/// A record belongs to the latest hour that begins at or before its offset. A record whose
/// timestamp reaches a later hour begins that hour, and any skipped ones, at its own offset, unless
/// the timestamp is [absurd][PlausibleTime]. This *proposes* boundaries, which become decisions
/// once they are stored. Decisions made by others are [learned][#learn] and obeyed. Pure; not
/// thread-safe.
public final class HourTracker {
  private final int partition;
  private final NavigableMap<Hour, Long> boundaries = new TreeMap<>();
  private final List<Boundary> proposals = new ArrayList<>();
  private @Nullable Hour latest;

  /// @param decided the partition's stored boundaries, at least from the hour of the first record
  ///   on
  public HourTracker(int partition, Collection<Boundary> decided) {
    this.partition = partition;
    decided.forEach(boundary -> boundaries.put(boundary.hour(), boundary.firstOffset()));
  }

  /// The hour of the record at `offset`; offsets must not decrease.
  ///
  /// @param now the reader's clock, against which absurd timestamps are recognised
  public Hour assign(long offset, Instant timestamp, Instant now) {
    Hour current = advanceTo(offset);
    Map.Entry<Hour, Long> ahead =
        current == null ? boundaries.firstEntry() : boundaries.higherEntry(current);
    Hour reached = reached(current, timestamp, now);
    Hour limit = ahead == null ? reached : min(reached, ahead.getKey().previous());
    Hour hour = current == null ? limit : current;
    if (current == null) {
      propose(hour, offset);
    }
    while (limit.isAfter(hour)) {
      hour = hour.next();
      propose(hour, offset);
    }
    latest = hour;
    return hour;
  }

  private static Hour reached(@Nullable Hour current, Instant timestamp, Instant now) {
    if (current == null) {
      return PlausibleTime.first(timestamp, now);
    }
    return PlausibleTime.mayBegin(timestamp, now) ? Hour.of(timestamp) : current;
  }

  /// The hour of a stored record: all hours up to it are decided. Offsets must not decrease.
  public Hour decided(long offset) {
    Hour hour = advanceTo(offset);
    if (hour == null) {
      throw new IllegalArgumentException(
          "partition %d has no decided hour at offset %d".formatted(partition, offset));
    }
    return hour;
  }

  /// The latest hour that begins at or before `offset`; null if none does.
  private @Nullable Hour advanceTo(long offset) {
    Map.Entry<Hour, Long> next =
        latest == null ? boundaries.firstEntry() : boundaries.higherEntry(latest);
    while (next != null && next.getValue() <= offset) {
      latest = next.getKey();
      next = boundaries.higherEntry(latest);
    }
    return latest;
  }

  private static Hour min(Hour a, Hour b) {
    return a.isAfter(b) ? b : a;
  }

  private void propose(Hour hour, long offset) {
    boundaries.put(hour, offset);
    proposals.add(new Boundary(partition, hour, offset));
  }

  /// The boundaries that this tracker decided and that are not stored yet.
  public List<Boundary> proposals() {
    return List.copyOf(proposals);
  }

  /// Must be called once the proposals are stored.
  public void stored() {
    proposals.clear();
  }

  /// Learns the stored decisions: those for the hours assigned and later ones, and the last one
  /// before them, which shows whether an earlier hour was decided to begin later.
  ///
  /// @param next the offset after the last record that was assigned
  /// @return whether all assignments so far are still right; if not, they must be repeated by a
  ///   tracker that knows the decisions
  public boolean learn(Collection<Boundary> decided, long next) {
    boolean holds = true;
    for (Boundary boundary : decided) {
      Long known = boundaries.get(boundary.hour());
      boolean same = known != null && known == boundary.firstOffset();
      boolean ahead =
          known == null
              && boundary.firstOffset() >= next
              && (latest == null || boundary.hour().isAfter(latest));
      holds &= same || ahead || isBehind(boundary);
    }
    if (holds) {
      decided.forEach(boundary -> boundaries.put(boundary.hour(), boundary.firstOffset()));
    }
    return holds;
  }

  /// Whether an hour is before all that this tracker knows, and begins before them or with them, as
  /// it must: no record changes its hour.
  private boolean isBehind(Boundary boundary) {
    Map.Entry<Hour, Long> first = boundaries.firstEntry();
    return first != null
        && first.getKey().isAfter(boundary.hour())
        && boundary.firstOffset() <= first.getValue();
  }
}
