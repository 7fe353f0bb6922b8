package lambda.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;

/// Creates the topics of streams.
public final class Topics {
  /// How long Kafka keeps records. It refuses older timestamps, since it would delete such records
  /// at once.
  private static final Duration RETENTION = Duration.ofDays(7);

  /// How far a record's timestamp may run ahead of the broker's clock, so that one wrong clock
  /// cannot close hours early.
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private Topics() {}

  /// Creates the stream's topic unless it exists. The declared number of partitions counts only
  /// then: partitions that are added to a topic later are found by the layers.
  ///
  /// @throws LambdaException of category bad input if it exists with fewer partitions; to be
  ///   retried if Kafka does not answer
  public static void ensure(String bootstrap, StreamDefinition stream) {
    NewTopic topic =
        new NewTopic(stream.topic(), Optional.of(stream.partitions()), Optional.empty())
            .configs(
                Map.of(
                    "retention.ms", Long.toString(RETENTION.toMillis()),
                    "message.timestamp.type", "CreateTime",
                    "message.timestamp.before.max.ms", Long.toString(RETENTION.toMillis()),
                    "message.timestamp.after.max.ms", Long.toString(AHEAD.toMillis())));
    try (Admin admin = Admin.create(ClientSettings.admin(bootstrap))) {
      try {
        admin.createTopics(List.of(topic)).all().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
        refuseFewerPartitions(admin, stream);
      }
    } catch (ExecutionException | KafkaException e) {
      throw LambdaException.retry(
          "cannot create topic %s on Kafka at %s: %s"
              .formatted(stream.topic(), bootstrap, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LambdaException.retry("interrupted while creating topic " + stream.topic(), e);
    }
  }

  private static void refuseFewerPartitions(Admin admin, StreamDefinition stream)
      throws ExecutionException, InterruptedException {
    int partitions =
        admin.describeTopics(List.of(stream.topic())).allTopicNames().get().values().stream()
            .mapToInt(topic -> topic.partitions().size())
            .sum();
    if (partitions < stream.partitions()) {
      throw LambdaException.badInput(
          "topic %s has %d partitions, but stream %s declares %d; write 'partitions: %d' into its YAML, or add partitions to the topic with 'kafka-topics.sh --alter'"
              .formatted(
                  stream.topic(), partitions, stream.name(), stream.partitions(), partitions));
    }
  }
}
