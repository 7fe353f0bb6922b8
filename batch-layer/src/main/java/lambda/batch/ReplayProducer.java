package lambda.batch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import lambda.core.failure.LambdaException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Sends dead letters to their topic again. One thread; close it.
public final class ReplayProducer implements AutoCloseable {
  private final String bootstrap;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  public ReplayProducer(String bootstrap, String topic) {
    this.bootstrap = bootstrap;
    this.topic = topic;
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000);
    try {
      producer = new KafkaProducer<>(config);
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  public void send(byte @Nullable [] key, byte[] value) {
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(topic, key, value),
              (_, error) -> {
                if (error != null) {
                  failure.compareAndSet(null, error);
                }
              });
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  /// Waits until everything sent is acknowledged.
  ///
  /// @throws LambdaException to be retried if something was not
  public void flush() {
    producer.flush();
    @Nullable Exception failed = failure.get();
    if (failed != null) {
      throw unreachable(failed);
    }
  }

  private LambdaException unreachable(Exception cause) {
    return LambdaException.retry(
        "Kafka at %s does not take records for topic %s: %s"
            .formatted(bootstrap, topic, cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(15));
  }
}
