package lambda.speed.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lambda.core.definition.StreamDefinition;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Kafka as the speed layer uses it: its offsets are never committed to Kafka.
final class StreamConsumer {
  private static final Duration POLL = Duration.ofMillis(500);

  private final String bootstrap;
  private final StreamDefinition stream;

  StreamConsumer(String bootstrap, StreamDefinition stream) {
    this.bootstrap = bootstrap;
    this.stream = stream;
  }

  /// A member of the stream's consumer group.
  KafkaConsumer<byte[], byte[]> member(String instance) {
    Map<String, Object> config = config();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, "lambda-speed-" + stream.name());
    config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    return new KafkaConsumer<>(config);
  }

  /// Reads the records of a partition from `first` up to `next` (exclusive) again.
  void replay(int partition, long first, long next, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    TopicPartition topicPartition = new TopicPartition(stream.topic(), partition);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config())) {
      consumer.assign(List.of(topicPartition));
      long beginning =
          consumer.beginningOffsets(List.of(topicPartition)).getOrDefault(topicPartition, 0L);
      consumer.seek(topicPartition, Math.max(first, beginning));
      while (consumer.position(topicPartition) < next) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.offset() < next) {
            each.accept(record);
          }
        }
      }
    }
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    config.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1); // as large as the system sees fit
    return config;
  }
}
