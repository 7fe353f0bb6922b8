package lambda.batch.hour;

import lambda.core.definition.StreamDefinition;
import lambda.kafka.TopicInspector;
import lambda.kafka.TopicSnapshot;
import lambda.store.StreamPartitions;
import org.jdbi.v3.core.Jdbi;

/// A topic whose partitions Postgres knows.
public final class RegisteredTopic {
  private RegisteredTopic() {}

  /// Looks at a stream's topic, and registers partitions that were added to it: where they begin
  /// must be settled before their records say anything about hours.
  public static TopicSnapshot look(Jdbi jdbi, String kafka, StreamDefinition stream) {
    try (TopicInspector inspector = new TopicInspector(kafka)) {
      TopicSnapshot topic = inspector.inspect(stream.topic());
      StreamPartitions.register(jdbi, stream.name(), topic.topic(), topic.id(), topic.beginnings());
      return topic;
    }
  }
}
