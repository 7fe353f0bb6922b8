package lambda.kafka;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A topic as Kafka described it at one moment.
///
/// @param id Kafka's id of the topic, which changes if it is deleted and created again
/// @param partitions the log of each partition
public record TopicSnapshot(String topic, String id, SortedMap<Integer, Log> partitions) {
  /// The log of one partition.
  ///
  /// @param beginning the first offset that it holds
  /// @param stable the offset before which no transaction is open
  /// @param end the offset of its next record
  public record Log(long beginning, long stable, long end) {}

  public TopicSnapshot {
    partitions = new TreeMap<>(partitions);
  }

  /// The first offset that Kafka holds of each partition.
  public Map<Integer, Long> beginnings() {
    Map<Integer, Long> beginnings = new TreeMap<>();
    partitions.forEach((partition, log) -> beginnings.put(partition, log.beginning()));
    return beginnings;
  }
}
