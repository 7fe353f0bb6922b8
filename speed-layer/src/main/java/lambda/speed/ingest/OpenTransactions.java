package lambda.speed.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lambda.kafka.TopicSnapshot;

/// Notices transactions of producers that stay open: the records after them cannot be read. Pure;
/// one owner.
final class OpenTransactions {
  /// The longest that Kafka lets a transaction last by default; a longer one hangs.
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private record Held(long stable, Instant since) {}

  private final Map<Integer, Held> held = new HashMap<>();

  /// @return which partition has been held up for too long, by how many records; empty if none
  Optional<String> problem(TopicSnapshot topic, Instant now) {
    held.keySet().retainAll(topic.partitions().keySet());
    topic
        .partitions()
        .forEach((partition, log) -> {
          Held before = held.get(partition);
          if (log.stable() >= log.end()) {
            held.remove(partition);
          } else if (before == null || before.stable != log.stable()) {
            held.put(partition, new Held(log.stable(), now));
          }
        });
    for (Map.Entry<Integer, TopicSnapshot.Log> entry : topic.partitions().entrySet()) {
      Held stuck = held.get(entry.getKey());
      if (stuck != null && now.isAfter(stuck.since.plus(LONGEST))) {
        return Optional.of(describe(topic.topic(), entry.getKey(), entry.getValue(), stuck.since));
      }
    }
    return Optional.empty();
  }

  private static String describe(
      String topic, int partition, TopicSnapshot.Log log, Instant since) {
    return "a transaction at offset %d of partition %d of topic %s has been open since %s and blocks %d records. Find its producer with 'kafka-transactions.sh find-hanging', and end it with 'kafka-transactions.sh abort'"
        .formatted(log.stable(), partition, topic, since, log.end() - log.stable());
  }
}
