package lambda.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lambda.core.failure.LambdaException;
import lambda.core.hour.OffsetRange;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
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
    return beginnings(List.of(partition)).getOrDefault(partition, 0L);
  }

  /// The first offset that Kafka still holds of each partition, asked for at once.
  public Map<Integer, Long> beginnings(Collection<Integer> partitions) {
    List<TopicPartition> where =
        partitions.stream().map(partition -> new TopicPartition(topic, partition)).toList();
    return ask(() -> consumer.beginningOffsets(where)).entrySet().stream()
        .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
  }

  /// The first offset whose record's timestamp reaches `time`; empty if there is none yet.
  public OptionalLong firstOffsetAt(int partition, Instant time) {
    TopicPartition where = new TopicPartition(topic, partition);
    @Nullable OffsetAndTimestamp found =
        ask(() -> consumer.offsetsForTimes(Map.of(where, time.toEpochMilli()))).get(where);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found.offset());
  }

  /// A record's place and timestamp.
  public record Timed(long offset, Instant time) {}

  /// The first record that Kafka still holds, by partition; nothing for a partition without
  /// records. One question to Kafka.
  ///
  /// @param partitions how many there are
  public Map<Integer, Timed> firstRecords(int partitions) {
    Map<TopicPartition, Long> sinceEver = new HashMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      sinceEver.put(new TopicPartition(topic, partition), 0L);
    }
    Map<Integer, Timed> first = new HashMap<>();
    ask(() -> consumer.offsetsForTimes(sinceEver))
        .forEach((where, found) -> {
          if (found != null) {
            first.put(
                where.partition(),
                new Timed(found.offset(), Instant.ofEpochMilli(found.timestamp())));
          }
        });
    return first;
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
    return records(List.of(range));
  }

  /// The records of several ranges, each of another partition, fetched together. Those of one range
  /// are in order; the ranges are interleaved as Kafka sends them. A call ends the iterators of
  /// earlier calls.
  ///
  /// @throws LambdaException of category fatal if Kafka has deleted the beginning of a range
  public Iterator<ConsumerRecord<byte[], byte[]>> records(Collection<OffsetRange> ranges) {
    Map<TopicPartition, OffsetRange> wanted = new HashMap<>();
    for (OffsetRange range : ranges) {
      if (!range.isEmpty()) {
        wanted.put(new TopicPartition(topic, range.partition()), range);
      }
    }
    if (wanted.isEmpty()) {
      return Collections.emptyIterator();
    }
    Map<Integer, Long> beginnings =
        beginnings(wanted.values().stream().map(OffsetRange::partition).toList());
    consumer.assign(wanted.keySet());
    consumer.resume(wanted.keySet()); // an earlier walk paused what it had read
    wanted.forEach((where, range) -> {
      long beginning = beginnings.getOrDefault(range.partition(), 0L);
      if (beginning > range.first()) {
        throw LambdaException.fatal(
            "%s %s: Kafka has deleted the records before offset %d. If no replica and no backup holds them, start the workflow DeclareLost for the hour, and everything else continues"
                .formatted(topic, range, beginning));
      }
      consumer.seek(where, range.first());
    });
    return new Records(wanted);
  }

  /// The walk through ranges of several partitions.
  private final class Records implements Iterator<ConsumerRecord<byte[], byte[]>> {
    private final Map<TopicPartition, OffsetRange> unfinished;
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();

    /// @param ranges those that the consumer is assigned and positioned at; owned from now on
    Records(Map<TopicPartition, OffsetRange> ranges) {
      unfinished = ranges;
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

    /// Waits for records; empty if the rest of the ranges holds none. The position decides, since a
    /// range may end with offsets that hold no record.
    private Iterator<ConsumerRecord<byte[], byte[]>> poll() {
      long silentSince = System.nanoTime();
      finish();
      while (!unfinished.isEmpty()) {
        List<ConsumerRecord<byte[], byte[]>> records = within(consumer.poll(POLL));
        finish();
        if (!records.isEmpty()) {
          return records.iterator();
        }
        if (System.nanoTime() - silentSince > silence.toNanos()) {
          throw LambdaException.retryAfter(Duration.ofSeconds(5), silent());
        }
      }
      return Collections.emptyIterator();
    }

    /// Stops fetching partitions whose range is read.
    private void finish() {
      List<TopicPartition> finished =
          unfinished.entrySet().stream()
              .filter(entry -> consumer.position(entry.getKey()) >= entry.getValue().next())
              .map(Map.Entry::getKey)
              .toList();
      consumer.pause(finished);
      finished.forEach(unfinished::remove);
    }

    private List<ConsumerRecord<byte[], byte[]>> within(ConsumerRecords<byte[], byte[]> records) {
      List<ConsumerRecord<byte[], byte[]>> within = new ArrayList<>(records.count());
      for (TopicPartition where : records.partitions()) {
        @Nullable OffsetRange range = unfinished.get(where);
        for (ConsumerRecord<byte[], byte[]> record : records.records(where)) {
          if (range != null && record.offset() < range.next()) {
            within.add(record);
          }
        }
      }
      return within;
    }

    private String silent() {
      Map.Entry<TopicPartition, OffsetRange> first = unfinished.entrySet().iterator().next();
      return "%s %s: Kafka at %s has sent nothing for %s at offset %d"
          .formatted(
              topic, first.getValue(), bootstrap, silence, consumer.position(first.getKey()));
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
