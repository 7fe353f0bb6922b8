package lambda.serving.overview;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.ToLongFunction;
import lambda.kafka.TopicSnapshot;
import org.jspecify.annotations.Nullable;

/// How far the layers are in the partitions of a stream, compared with the log. Pure.
///
/// @param partitions what Postgres knows about each
/// @param log as Kafka has it; empty if unknown
record PartitionPositions(
    List<Partition> partitions, Optional<SortedMap<Integer, TopicSnapshot.Log>> log) {

  /// A partition, as Postgres knows it.
  ///
  /// @param next up to where the speed layer has folded it
  /// @param archived up to where it is archived
  record Partition(
      String stream, int partition, long next, long archived, @Nullable Instant storedAt) {}

  Overview.@Nullable Log kafka() {
    return log.map(logs ->
            new Overview.Log(
                logs.size(),
                logs.values().stream().mapToLong(TopicSnapshot.Log::beginning).sum(),
                logs.values().stream().mapToLong(TopicSnapshot.Log::end).sum()))
        .orElse(null);
  }

  Overview.Speed speed() {
    return new Overview.Speed(
        partitions.stream().mapToLong(Partition::next).sum(),
        log.map(logs -> behind(logs, Partition::next)).orElse(null),
        log.map(logs -> logs.values().stream().mapToLong(one -> one.end() - one.stable()).sum())
            .orElse(null),
        partitions.stream()
            .map(Partition::storedAt)
            .filter(at -> at != null)
            .max(Instant::compareTo)
            .orElse(null));
  }

  Overview.Archive archive() {
    return new Overview.Archive(
        partitions.stream().mapToLong(Partition::archived).sum(),
        log.map(logs -> behind(logs, Partition::archived)).orElse(null));
  }

  /// How many offsets of the log are at or after a position. What Kafka has deleted does not count.
  private long behind(
      SortedMap<Integer, TopicSnapshot.Log> logs, ToLongFunction<Partition> position) {
    long behind = 0;
    for (var entry : logs.entrySet()) {
      TopicSnapshot.Log one = entry.getValue();
      long reached =
          partitions.stream()
              .filter(partition -> partition.partition == entry.getKey())
              .mapToLong(position)
              .findFirst()
              .orElse(one.beginning());
      behind += Math.max(0, one.end() - Math.max(reached, one.beginning()));
    }
    return behind;
  }
}
