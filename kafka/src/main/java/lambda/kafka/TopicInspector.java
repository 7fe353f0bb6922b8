package lambda.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import lambda.core.failure.LambdaException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Looks at topics. One thread; close it.
public final class TopicInspector implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final String bootstrap;
  private final Admin admin;

  public TopicInspector(String bootstrap) {
    this(bootstrap, LIMIT);
  }

  /// @param limit how long Kafka may take for an answer
  public TopicInspector(String bootstrap, Duration limit) {
    this.bootstrap = bootstrap;
    Map<String, Object> settings = new HashMap<>(ClientSettings.admin(bootstrap));
    int millis = Math.toIntExact(limit.toMillis());
    settings.put("request.timeout.ms", millis);
    settings.put("default.api.timeout.ms", millis);
    try {
      admin = Admin.create(settings);
    } catch (KafkaException e) {
      throw unanswered(e);
    }
  }

  /// The topic as it is now.
  ///
  /// @throws LambdaException of category fatal if there is no such topic; to be retried if Kafka
  ///   does not answer
  public TopicSnapshot inspect(String topic) {
    return find(topic)
        .orElseThrow(() ->
            LambdaException.fatal(
                "Kafka at %s has no topic %s; './lambda run setup' creates the topics of streams"
                    .formatted(bootstrap, topic)));
  }

  /// The topic as it is now; empty if there is none of that name.
  ///
  /// @throws LambdaException to be retried if Kafka does not answer
  public Optional<TopicSnapshot> find(String topic) {
    try {
      TopicDescription description =
          requireNonNull(admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
      List<TopicPartition> partitions =
          description.partitions().stream()
              .map(TopicPartitionInfo::partition)
              .map(partition -> new TopicPartition(topic, partition))
              .toList();
      IsolationLevel all = IsolationLevel.READ_UNCOMMITTED;
      Map<TopicPartition, Long> beginnings = offsets(partitions, OffsetSpec.earliest(), all);
      Map<TopicPartition, Long> stable =
          offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
      Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest(), all);
      SortedMap<Integer, TopicSnapshot.Log> logs = new TreeMap<>();
      for (TopicPartition where : partitions) {
        logs.put(
            where.partition(),
            new TopicSnapshot.Log(
                beginnings.getOrDefault(where, 0L),
                stable.getOrDefault(where, 0L),
                ends.getOrDefault(where, 0L)));
      }
      return Optional.of(new TopicSnapshot(topic, description.topicId().toString(), logs));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw unanswered(e);
    } catch (KafkaException e) {
      throw unanswered(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw LambdaException.retry("interrupted while asking Kafka about topic " + topic, e);
    }
  }

  private Map<TopicPartition, Long> offsets(
      List<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, spec));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
        admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all().get().entrySet()) {
      offsets.put(found.getKey(), found.getValue().offset());
    }
    return offsets;
  }

  private LambdaException unanswered(Exception cause) {
    return LambdaException.retry("Kafka does not answer at " + bootstrap, cause);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(5));
  }
}
