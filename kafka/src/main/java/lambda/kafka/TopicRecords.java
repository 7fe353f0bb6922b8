package lambda.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import lambda.core.failure.LambdaException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Counts the records of topics.
public final class TopicRecords {
  private static final int LIMIT_MILLIS = 10_000;

  private TopicRecords() {}

  /// How many records were ever sent to a topic, expired ones included; empty if there is no such
  /// topic.
  ///
  /// @throws LambdaException of category retry if Kafka does not answer
  public static OptionalLong sent(String kafka, String topic) {
    Map<String, Object> settings = new HashMap<>(ClientSettings.admin(kafka));
    settings.put("request.timeout.ms", LIMIT_MILLIS);
    settings.put("default.api.timeout.ms", LIMIT_MILLIS);
    try (Admin admin = Admin.create(settings)) {
      Map<TopicPartition, OffsetSpec> ends =
          admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
              .flatMap(description -> description.partitions().stream())
              .collect(
                  Collectors.toMap(
                      partition -> new TopicPartition(topic, partition.partition()),
                      _ -> OffsetSpec.latest()));
      return OptionalLong.of(
          admin.listOffsets(ends).all().get().values().stream()
              .mapToLong(end -> end.offset())
              .sum());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return OptionalLong.empty();
      }
      throw unanswered(kafka, e);
    } catch (KafkaException e) {
      throw unanswered(kafka, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LambdaException.retry("interrupted while asking Kafka about topic " + topic, e);
    }
  }

  private static LambdaException unanswered(String kafka, Exception cause) {
    return LambdaException.retry("Kafka does not answer at " + kafka, cause);
  }
}
