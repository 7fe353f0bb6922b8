package lambda.kafka;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import lambda.core.failure.LambdaException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// Sends records to a topic. The producer is idempotent and waits for all in-sync replicas, so an
/// acknowledged record is stored exactly once. One thread sends; close it.
///
/// Every method throws a [LambdaException] if Kafka refused a record, now or earlier. It is to be
/// retried unless the record is too large.
public final class TopicSender implements AutoCloseable {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(15);

  private final String bootstrap;
  private final String topic;
  private final Producer<byte[], byte[]> producer;
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  public TopicSender(String bootstrap, String topic) {
    this(bootstrap, topic, () -> new KafkaProducer<>(ClientSettings.sender(bootstrap)));
  }

  TopicSender(String bootstrap, String topic, Supplier<Producer<byte[], byte[]>> producer) {
    this.bootstrap = bootstrap;
    this.topic = topic;
    try {
      this.producer = producer.get();
    } catch (KafkaException e) {
      throw refused(e);
    }
  }

  /// Sends a record under the time at which it is sent.
  public void send(byte @Nullable [] key, byte[] value) {
    send(new ProducerRecord<>(topic, key, value), () -> {});
  }

  /// Sends a record under a timestamp in milliseconds since the epoch.
  ///
  /// @param acknowledged runs on the producer's thread once Kafka has acknowledged the record, in
  ///   the order of sending within a partition
  public void send(long timestamp, byte @Nullable [] key, byte[] value, Runnable acknowledged) {
    send(new ProducerRecord<>(topic, null, timestamp, key, value), acknowledged);
  }

  private void send(ProducerRecord<byte[], byte[]> record, Runnable acknowledged) {
    throwFailure();
    try {
      var _ =
          producer.send(
              record,
              (_, error) -> {
                if (error == null) {
                  acknowledged.run();
                } else {
                  failure.compareAndSet(null, error);
                }
              });
    } catch (KafkaException e) {
      throw refused(e);
    }
  }

  /// Waits until every record sent is acknowledged.
  public void flush() {
    try {
      producer.flush();
    } catch (KafkaException e) {
      throw refused(e);
    }
    throwFailure();
  }

  private void throwFailure() {
    @Nullable Exception failed = failure.get();
    if (failed != null) {
      throw refused(failed);
    }
  }

  private LambdaException refused(Exception cause) {
    if (cause instanceof RecordTooLargeException) {
      return LambdaException.fatal(
          "cannot send to topic %s of Kafka at %s: %s. Raise the topic's max.message.bytes"
              .formatted(topic, bootstrap, cause.getMessage()));
    }
    return LambdaException.retry(
        "cannot send to topic %s of Kafka at %s: %s. Is the stack up? './lambda status' shows it"
            .formatted(topic, bootstrap, cause.getMessage()),
        cause);
  }

  @Override
  public void close() {
    producer.close(CLOSE_LIMIT);
  }
}
