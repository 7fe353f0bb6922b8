package lambda.batch.hour;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import lambda.core.hour.BoundaryDecision;
import lambda.core.hour.Hour;
import lambda.core.hour.PlausibleTime;
import lambda.kafka.TopicSnapshot;
import lambda.store.Boundaries.Neighbours;
import lambda.store.StreamPartitions.Progress;

/// What Postgres stores about where an hour begins in the partitions of a stream, and what is
/// decided from it. Pure.
///
/// @param partitions the stream's partitions
/// @param decided where the hour begins, by partition, as far as it is decided
/// @param neighbours the decisions around the hour
public record HourBoundaries(
    Map<Integer, Progress> partitions, Map<Integer, Long> decided, Neighbours neighbours) {

  /// The hours before this one that must be decided before it, whoever closes it, oldest first:
  /// those since the first record of a partition that has no decision yet. A partition's first
  /// decided hour begins with its first record, and would take their records.
  ///
  /// @param firstRecords the timestamp of the first record of each partition that has any
  public List<Hour> undecidedBefore(Hour hour, Map<Integer, Instant> firstRecords, Instant now) {
    Set<Integer> undecided = withoutDecision();
    return firstRecords.entrySet().stream()
        .filter(first -> undecided.contains(first.getKey()))
        .map(first -> PlausibleTime.first(first.getValue(), now))
        .min(Hour::compareTo)
        .map(first -> Stream.iterate(first, hour::isAfter, Hour::next).toList())
        .orElse(List.of());
  }

  /// The partitions in which no hour is decided.
  public Set<Integer> withoutDecision() {
    Set<Integer> without = new HashSet<>(partitions.keySet());
    without.removeAll(decided.keySet());
    without.removeAll(neighbours.preceding().keySet());
    without.removeAll(neighbours.following().keySet());
    return without;
  }

  /// Decides where the hour begins in the partitions where that is not decided. A partition's first
  /// hour begins with its first record, however late that is: an hour before it would come into
  /// being after hours that have been computed without it.
  ///
  /// @param topic as it was before the natural boundaries were asked for; it has all partitions
  /// @param natural the first offset of each partition whose timestamp reaches the hour
  public Map<Integer, BoundaryDecision> decide(
      Hour hour, TopicSnapshot topic, Map<Integer, Long> natural, Instant now, Duration grace) {
    Map<Integer, BoundaryDecision> decisions = new TreeMap<>();
    partitions.forEach((partition, progress) -> {
      if (!decided.containsKey(partition)) {
        decisions.put(
            partition,
            BoundaryDecision.decide(
                hour,
                neighbours.preceding().containsKey(partition)
                    ? optional(natural, partition)
                    : OptionalLong.of(progress.first()),
                Math.max(progress.next(), neighbours.preceding().getOrDefault(partition, 0L)),
                requireNonNull(topic.partitions().get(partition)).stable(),
                optional(neighbours.following(), partition),
                now,
                grace));
      }
    });
    return decisions;
  }

  private static OptionalLong optional(Map<Integer, Long> offsets, int partition) {
    Long offset = offsets.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /// Whether any record of a topic arrived before an hour ends.
  ///
  /// @param nexts where the next hour begins, by partition, as far as records have reached it
  public static boolean isReached(TopicSnapshot topic, Map<Integer, Long> nexts) {
    return topic.partitions().entrySet().stream()
        .anyMatch(partition ->
            nexts.getOrDefault(partition.getKey(), partition.getValue().stable())
                > partition.getValue().beginning());
  }
}
