package lambda.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.core.hour.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against Kafka's own consumer in memory.
class TopicReaderTest {
  private static final TopicPartition PARTITION = new TopicPartition("clicks", 0);

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
  private final TopicReader topic =
      new TopicReader("broker:9092", "clicks", Duration.ZERO, () -> consumer);

  @AfterEach
  void close() {
    topic.close();
  }

  @Test
  void recordsAreThoseOfTheRange() {
    holds(0, 4, 5, 6, 7, 8);

    assertThat(offsets(5, 8)).containsExactly(5L, 6L, 7L);
  }

  @Test
  void oneRangeOfAPartitionIsReadAfterTheOther() {
    holds(0, 4, 5, 6, 7, 8);
    assertThat(offsets(4, 6)).containsExactly(4L, 5L);

    holds(0, 6, 7, 8);
    assertThat(offsets(6, 8)).containsExactly(6L, 7L);
  }

  @Test
  void recordsOfSeveralPartitionsAreReadTogether() {
    TopicPartition other = new TopicPartition("clicks", 1);
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L, other, 0L));
    consumer.schedulePollTask(() -> {
      for (long offset = 0; offset < 4; offset++) {
        consumer.addRecord(new ConsumerRecord<>("clicks", 0, offset, new byte[0], new byte[0]));
        consumer.addRecord(new ConsumerRecord<>("clicks", 1, offset, new byte[0], new byte[0]));
      }
    });
    List<String> read = new ArrayList<>();
    topic
        .records(
            List.of(new OffsetRange(0, 1, 3), new OffsetRange(1, 2, 4), new OffsetRange(2, 5, 5)))
        .forEachRemaining(record -> read.add(record.partition() + "-" + record.offset()));

    assertThat(read).containsExactlyInAnyOrder("0-1", "0-2", "1-2", "1-3");
  }

  @Test
  void offsetsWithoutARecordAreSkipped() {
    holds(0, 5, 9);

    assertThat(offsets(5, 8)).containsExactly(5L);
  }

  @Test
  void emptyRangeHoldsNothingEvenWhereKafkaDeletedIt() {
    holds(100);

    assertThat(offsets(5, 5)).isEmpty();
  }

  @Test
  void deletedBeginningOfARangeIsFatal() {
    holds(6, 6, 7);

    assertThatThrownBy(() -> offsets(5, 8))
        .hasMessageContaining("clicks partition 0 offsets 5-8")
        .hasMessageContaining("before offset 6")
        .asInstanceOf(type(LambdaException.class))
        .returns(Category.FATAL, LambdaException::category);
  }

  @Test
  void silenceIsRetryable() {
    holds(0, 5);

    assertThatThrownBy(() -> offsets(5, 8))
        .hasMessageContaining("has sent no record")
        .asInstanceOf(type(LambdaException.class))
        .returns(Category.RETRY, LambdaException::category);
  }

  @Test
  void kafkaThatDoesNotAnswerIsRetryable() {
    holds(0, 5, 6);
    consumer.setPollException(new TimeoutException("no broker"));

    assertThatThrownBy(() -> offsets(5, 7))
        .hasMessage("cannot read topic clicks from Kafka at broker:9092: no broker")
        .asInstanceOf(type(LambdaException.class))
        .returns(Category.RETRY, LambdaException::category);
  }

  /// What Kafka has of the partition. The consumer takes records once it has an assignment.
  private void holds(long beginning, long... offsets) {
    consumer.updateBeginningOffsets(Map.of(PARTITION, beginning));
    consumer.schedulePollTask(() -> {
      for (long offset : offsets) {
        consumer.addRecord(new ConsumerRecord<>("clicks", 0, offset, new byte[0], new byte[0]));
      }
    });
  }

  private List<Long> offsets(long first, long next) {
    List<Long> offsets = new ArrayList<>();
    topic
        .records(new OffsetRange(0, first, next))
        .forEachRemaining(record -> offsets.add(record.offset()));
    return offsets;
  }
}
