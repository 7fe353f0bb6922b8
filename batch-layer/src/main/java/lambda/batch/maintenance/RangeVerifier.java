package lambda.batch.maintenance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lambda.batch.archive.ArchivedRange;
import lambda.batch.hour.BatchHours;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.store.Boundaries;
import org.jdbi.v3.core.Jdbi;

/// Compares the archived ranges of an hour with the hour's boundaries: in each partition they must
/// begin with the hour, follow each other, and end with it. Since an hour ends where the next one
/// begins, no record is then in two hours, or in none. Retention deletes the boundaries of hours
/// long sealed; such an hour must begin where the archive of the hour before ends. Thread-safe.
public final class RangeVerifier {
  private final Jdbi jdbi;

  public RangeVerifier(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// @param before where the archive of the hour before ends, by partition; empty if it has none
  /// @return what is wrong, one line each
  List<String> verify(
      String stream, Hour hour, List<ArchivedRange> archived, Map<Integer, Long> before) {
    List<OffsetRange> ranges = archived.stream().map(ArchivedRange::range).toList();
    return jdbi.withHandle(handle ->
        problems(
            hour,
            ranges,
            begins(Boundaries.of(handle, stream, hour), before, ranges),
            Boundaries.of(handle, stream, hour.next()),
            BatchHours.done(handle, stream, hour, BatchHours.Step.ARCHIVED)));
  }

  /// Where the hour begins. Once its boundaries are no longer kept, a partition begins where the
  /// hour before ends, or wherever its archive does if that hour has no range of it.
  static Map<Integer, Long> begins(
      Map<Integer, Long> decided, Map<Integer, Long> before, List<OffsetRange> archived) {
    if (!decided.isEmpty()) {
      return decided;
    }
    Map<Integer, Long> begins = new TreeMap<>();
    archived.forEach(range -> begins.merge(range.partition(), range.first(), Math::min));
    begins.putAll(before);
    return begins;
  }

  /// @param firsts where the hour begins, by partition
  /// @param nexts where the next hour begins
  /// @param complete whether the hour is archived completely
  static List<String> problems(
      Hour hour,
      List<OffsetRange> archived,
      Map<Integer, Long> firsts,
      Map<Integer, Long> nexts,
      boolean complete) {
    List<String> problems = new ArrayList<>();
    Map<Integer, Long> reached = new TreeMap<>(firsts);
    for (OffsetRange range :
        archived.stream()
            .sorted(
                Comparator.comparingInt(OffsetRange::partition)
                    .thenComparingLong(OffsetRange::first))
            .toList()) {
      Long expected = reached.put(range.partition(), range.next());
      if (expected == null && !firsts.isEmpty()) {
        problems.add(
            "hour %s: %s is archived, but lambda.boundaries has no beginning of the hour for that partition"
                .formatted(hour, range));
      } else if (expected != null && range.first() != expected) {
        problems.add(
            "hour %s: %s should begin at offset %d: the offsets in between are archived twice or not at all"
                .formatted(hour, range, expected));
      }
    }
    reached.forEach((partition, end) -> {
      long next = nexts.getOrDefault(partition, end);
      if (end > next || (complete && end < next)) {
        problems.add(
            "hour %s: partition %d is archived up to offset %d, but the hour ends at offset %d"
                .formatted(hour, partition, end, next));
      }
    });
    return problems;
  }
}
