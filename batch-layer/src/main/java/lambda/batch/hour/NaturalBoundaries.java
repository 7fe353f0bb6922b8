package lambda.batch.hour;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.core.hour.PlausibleTime;
import lambda.kafka.TopicReader;
import lambda.kafka.TopicSnapshot;

/// Finds where the timestamps of a topic's records say that an hour begins. Timestamps that are not
/// [plausible][PlausibleTime] say nothing; Kafka's index finds them nevertheless, and then the
/// records after them are read.
final class NaturalBoundaries {
  private final TopicReader reader;
  private final TopicSnapshot topic;
  private final Map<Integer, Long> stored;
  private final Instant now;

  /// @param stored the offsets up to which the speed layer has stored each partition: an hour that
  ///   is not decided cannot begin before them
  NaturalBoundaries(
      TopicReader reader, TopicSnapshot topic, Map<Integer, Long> stored, Instant now) {
    this.reader = reader;
    this.topic = topic;
    this.stored = stored;
    this.now = now;
  }

  /// The first offset of each partition whose timestamp reaches the hour; without the partitions
  /// that have none yet.
  Map<Integer, Long> of(Hour hour) {
    Map<Integer, Long> firsts = new HashMap<>();
    reader
        .firstRecordsAt(topic.partitions().keySet(), hour.start())
        .forEach((partition, found) -> {
          if (PlausibleTime.mayBegin(found.timestamp(), now)) {
            firsts.put(partition, found.offset());
          } else {
            readOn(partition, found.offset() + 1, hour)
                .ifPresent(first -> firsts.put(partition, first));
          }
        });
    return firsts;
  }

  private OptionalLong readOn(int partition, long from, Hour hour) {
    TopicSnapshot.Log log =
        topic.partitions().getOrDefault(partition, new TopicSnapshot.Log(0, 0, 0));
    long first =
        Math.max(Math.max(from, log.beginning()), stored.getOrDefault(partition, log.beginning()));
    return first < log.stable()
        ? reader.firstOffset(
            new OffsetRange(partition, first, log.stable()),
            timestamp ->
                !timestamp.isBefore(hour.start()) && PlausibleTime.mayBegin(timestamp, now))
        : OptionalLong.empty();
  }
}
