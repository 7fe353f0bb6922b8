package lambda.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import lambda.core.failure.LambdaException;
import lambda.core.hour.OffsetRange;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Kafka as the batch layer reads it: by offset and by time. One thread; close it.
public final class LogReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final String topic;
  private final KafkaConsumer<byte[], byte[]> consumer;

  public LogReader(String bootstrap, String topic) {
    this.topic = topic;
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 20_000);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
    config.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1); // as large as the system sees fit
    try {
      consumer = new KafkaConsumer<>(config);
    } catch (KafkaException e) {
      throw LambdaException.retry("cannot reach Kafka at " + bootstrap, e);
    }
  }

  /// The first offset whose record's timestamp reaches `time`; empty where there is none yet.
  public OptionalLong firstOffsetAt(int partition, Instant time) {
    TopicPartition where = new TopicPartition(topic, partition);
    @Nullable OffsetAndTimestamp found =
        consumer.offsetsForTimes(Map.of(where, time.toEpochMilli())).get(where);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
  }

  /// The offset that the partition's next record will get.
  public long end(int partition) {
    TopicPartition where = new TopicPartition(topic, partition);
    return consumer.endOffsets(List.of(where)).getOrDefault(where, 0L);
  }

  /// The records of a range, in order, read as far as they are asked for. It ends those that were
  /// begun before.
  ///
  /// @throws LambdaException if the log does not hold the range any more, or stays silent
  public Iterator<ConsumerRecord<byte[], byte[]>> records(OffsetRange range) {
    TopicPartition where = new TopicPartition(topic, range.partition());
    consumer.assign(List.of(where));
    long beginning = consumer.beginningOffsets(List.of(where)).getOrDefault(where, 0L);
    if (beginning > range.first()) {
      throw LambdaException.fatal(
          "%s %s: Kafka deleted the records before offset %d before they were archived; they are lost unless a replica holds them"
              .formatted(topic, range, beginning));
    }
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
        polled = poll();
      }
      return polled.hasNext();
    }

    @Override
    public ConsumerRecord<byte[], byte[]> next() {
      return polled.next();
    }

    /// Waits for records; none if the range holds no more of them.
    private Iterator<ConsumerRecord<byte[], byte[]>> poll() {
      long silentSince = System.nanoTime();
      while (consumer.position(where) < range.next()) {
        List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(where);
        if (!records.isEmpty()) {
          return records.subList(0, within(records)).iterator();
        }
        if (System.nanoTime() - silentSince > SILENCE.toNanos()) {
          throw LambdaException.retryAfter(
              Duration.ofSeconds(5),
              "%s %s: Kafka has sent nothing for %s at offset %d"
                  .formatted(topic, range, SILENCE, consumer.position(where)));
        }
      }
      return Collections.emptyIterator();
    }

    /// How many of them lie in the range.
    private int within(List<ConsumerRecord<byte[], byte[]>> records) {
      int count = records.size();
      while (count > 0 && records.get(count - 1).offset() >= range.next()) {
        count--;
      }
      return count;
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
