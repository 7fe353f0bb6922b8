package lambda.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.util.concurrent.atomic.AtomicInteger;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against Kafka's own producer in memory.
class TopicSenderTest {
  private static final byte[] VALUE = {1};

  private final MockProducer<byte[], byte[]> producer =
      new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final TopicSender sender = new TopicSender("broker:9092", "clicks", () -> producer);
  private final AtomicInteger acknowledged = new AtomicInteger();

  @AfterEach
  void close() {
    sender.close();
  }

  @Test
  void recordCountsOnceKafkaAcknowledgedIt() {
    send();
    assertThat(acknowledged).hasValue(0);

    producer.completeNext();
    assertThat(acknowledged).hasValue(1);
  }

  @Test
  void recordsKeepTheirTimestamps() {
    send();

    assertThat(producer.history())
        .singleElement()
        .satisfies(record -> assertThat(record.timestamp()).isEqualTo(1_000));
  }

  @Test
  void refusedRecordDoesNotCountAndFailsTheNextCall() {
    send();
    producer.errorNext(new TimeoutException("no broker"));

    assertThat(acknowledged).hasValue(0);
    assertThatThrownBy(this::send)
        .hasMessageContaining("cannot send to topic clicks of Kafka at broker:9092: no broker")
        .asInstanceOf(type(LambdaException.class))
        .returns(Category.RETRY, LambdaException::category);
    assertThatThrownBy(sender::flush).hasMessageContaining("no broker");
  }

  @Test
  void aRecordThatIsTooLargeForTheTopicIsNotRetried() {
    send();
    producer.errorNext(new RecordTooLargeException("1 MB at most"));

    assertThatThrownBy(sender::flush)
        .hasMessageContaining("topic clicks")
        .hasMessageContaining("Raise the topic's max.message.bytes")
        .asInstanceOf(type(LambdaException.class))
        .returns(Category.FATAL, LambdaException::category);
  }

  private void send() {
    sender.send(1_000, null, VALUE, acknowledged::incrementAndGet);
  }
}
