package lambda.kafka;

import java.util.OptionalLong;
import lambda.core.failure.LambdaException;

/// Counts the records of topics.
public final class TopicRecords {
  private TopicRecords() {}

  /// How many records were ever sent to a topic, expired ones included; empty if there is no such
  /// topic.
  ///
  /// @throws LambdaException of category retry if Kafka does not answer
  public static OptionalLong sent(String kafka, String topic) {
    try (TopicInspector inspector = new TopicInspector(kafka)) {
      return inspector.find(topic).stream()
          .mapToLong(snapshot ->
              snapshot.partitions().values().stream().mapToLong(TopicSnapshot.Log::end).sum())
          .findFirst();
    }
  }
}
