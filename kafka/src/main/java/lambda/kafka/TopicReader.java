package lambda.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import lambda.core.failure.LambdaException;
import lambda.core.hour.OffsetRange;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Reads a topic by offset and by time, outside of any consumer group. One thread; close it.
///
/// Every method throws a [LambdaException] to be retried if Kafka does not answer.
public final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final String bootstrap;
  private final String topic;
  private final Duration silence;
  private final Consumer<byte[], byte[]> consumer;

  public TopicReader(String bootstrap, String topic) {
    this(bootstrap, topic, SILENCE, () -> new KafkaConsumer<>(ClientSettings.reader(bootstrap)));
  }

  /// @param silence how long Kafka may send nothing while records are due
  TopicReader(
      String bootstrap,
      String topic,
      Duration silence,
      Supplier<Consumer<byte[], byte[]>> consumer) {
    this.bootstrap = bootstrap;
    this.topic = topic;
    this.silence = silence;
    this.consumer = ask(consumer);
  }

  /// The first offset that Kafka still holds.
  public long beginning(int partition) {
    TopicPartition where = new TopicPartition(topic, partition);
    return ask(() -> consumer.beginningOffsets(List.of(where))).getOrDefault(where, 0L);
  }

  /// The first offset whose record's timestamp reaches `time`; empty if there is none yet.
  public OptionalLong firstOffsetAt(int partition, Instant time) {
    TopicPartition where = new TopicPartition(topic, partition);
    @Nullable OffsetAndTimestamp found =
        ask(() -> consumer.offsetsForTimes(Map.of(where, time.toEpochMilli()))).get(where);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
  }

  /// The offset that the partition's next record will get.
  public long end(int partition) {
    TopicPartition where = new TopicPartition(topic, partition);
    return ask(() -> consumer.endOffsets(List.of(where))).getOrDefault(where, 0L);
  }

  /// The records of a range, in order, fetched as the iterator advances. A call ends the iterators
  /// of earlier calls.
  ///
  /// @throws LambdaException of category fatal if Kafka has deleted the beginning of the range
  public Iterator<ConsumerRecord<byte[], byte[]>> records(OffsetRange range) {
    if (range.isEmpty()) {
      return Collections.emptyIterator();
    }
    long beginning = beginning(range.partition());
    if (beginning > range.first()) {
      throw LambdaException.fatal(
          "%s %s: Kafka has deleted the records before offset %d; they are lost unless a replica or a backup holds them"
              .formatted(topic, range, beginning));
    }
    TopicPartition where = new TopicPartition(topic, range.partition());
    consumer.assign(List.of(where));
    consumer.seek(where, range.first());
    return new Records(range, where);
  }

  /// The walk through one range.
  private final class Records implements Iterator<ConsumerRecord<byte[], byte[]>> {
    private final OffsetRange range;
    private final TopicPartition where;
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();

    Records(OffsetRange range, TopicPartition where) {
      this.range = range;
      this.where = where;
    }

    @Override
    public boolean hasNext() {
      if (!polled.hasNext()) {
        polled = ask(this::poll);
      }
      return polled.hasNext();
    }

    @Override
    public ConsumerRecord<byte[], byte[]> next() {
      return polled.next();
    }

    /// Waits for records; empty if the rest of the range holds none. The position decides, since
    /// the range may end with offsets that hold no record.
    private Iterator<ConsumerRecord<byte[], byte[]>> poll() {
      long silentSince = System.nanoTime();
      while (consumer.position(where) < range.next()) {
        List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(where);
        if (!records.isEmpty()) {
          return records.subList(0, within(records)).iterator();
        }
        if (System.nanoTime() - silentSince > silence.toNanos()) {
          throw LambdaException.retryAfter(
              Duration.ofSeconds(5),
              "%s %s: Kafka at %s has sent nothing for %s at offset %d"
                  .formatted(topic, range, bootstrap, silence, consumer.position(where)));
        }
      }
      return Collections.emptyIterator();
    }

    /// How many of the records are in the range.
    private int within(List<ConsumerRecord<byte[], byte[]>> records) {
      int count = records.size();
      while (count > 0 && records.get(count - 1).offset() >= range.next()) {
        count--;
      }
      return count;
    }
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (KafkaException e) {
      throw LambdaException.retry(
          "cannot read topic %s from Kafka at %s: %s".formatted(topic, bootstrap, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    ask(() -> {
      consumer.close();
      return true;
    });
  }
}
