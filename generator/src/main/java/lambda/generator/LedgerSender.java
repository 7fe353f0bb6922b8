package lambda.generator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import lambda.core.failure.LambdaException;
import lambda.generator.ledger.Ledger;
import lambda.generator.load.PlannedRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Sends planned records to a topic, each exactly once (idempotent, all replicas), and enters into
/// the ledger what Kafka acknowledged. One thread sends; close it to be sure that all is sent.
final class LedgerSender implements AutoCloseable {
  private final String topic;
  private final String bootstrap;
  private final Ledger ledger;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  LedgerSender(String bootstrap, String topic, Ledger ledger) {
    this.topic = topic;
    this.bootstrap = bootstrap;
    this.ledger = ledger;
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // A broker that was killed has that long to come back.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
    try {
      producer = new KafkaProducer<>(config);
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  void send(PlannedRecord planned) {
    @Nullable Exception failed = failure.get();
    if (failed != null) {
      throw unreachable(failed);
    }
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            null,
            planned.arrival(),
            planned.key().getBytes(StandardCharsets.UTF_8),
            planned.value().getBytes(StandardCharsets.UTF_8));
    try {
      var _ =
          producer.send(
              record,
              (metadata, error) -> {
                if (error == null) {
                  ledger.add(planned);
                } else {
                  failure.compareAndSet(null, error);
                }
              });
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  /// Waits until everything sent is acknowledged.
  void flush() {
    producer.flush();
    @Nullable Exception failed = failure.get();
    if (failed != null) {
      throw unreachable(failed);
    }
  }

  private LambdaException unreachable(Exception cause) {
    return LambdaException.retry(
        "Kafka at %s does not take records for topic %s: %s. Is the stack up? './lambda status' tells"
            .formatted(bootstrap, topic, cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(15));
  }
}
