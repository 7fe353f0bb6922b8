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
import java.util.function.Predicate;
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
import org.apache.kafka.common.PartitionInfo;
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

  /// A record's place in its partition.
  public record Found(long offset, Instant timestamp) {}

  /// The first record of each partition whose timestamp reaches `time`; without the partitions that
  /// have none yet.
  public Map<Integer, Found> firstRecordsAt(Collection<Integer> partitions, Instant time) {
    Map<TopicPartition, Long> wanted =
        partitions.stream()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic, partition), _ -> time.toEpochMilli()));
    Map<Integer, Found> first = new HashMap<>();
    for (Map.Entry<TopicPartition, @Nullable OffsetAndTimestamp> answer :
        ask(() -> consumer.offsetsForTimes(wanted)).entrySet()) {
      OffsetAndTimestamp found = answer.getValue();
      if (found != null) {
        first.put(
            answer.getKey().partition(),
            new Found(found.offset(), Instant.ofEpochMilli(found.timestamp())));
      }
    }
    return first;
  }

  /// The first record that Kafka still holds, by partition; nothing for a partition without
  /// records.
  public Map<Integer, Found> firstRecords() {
    List<Integer> partitions =
        ask(() -> consumer.partitionsFor(topic)).stream().map(PartitionInfo::partition).toList();
    return firstRecordsAt(partitions, Instant.EPOCH);
  }

  /// The first offset of a range whose record has a timestamp of a kind; empty if none has. Reads
  /// the records.
  public OptionalLong firstOffset(OffsetRange range, Predicate<Instant> timestamp) {
    for (Iterator<ConsumerRecord<byte[], byte[]>> records = records(range); records.hasNext(); ) {
      ConsumerRecord<byte[], byte[]> record = records.next();
      if (timestamp.test(Instant.ofEpochMilli(record.timestamp()))) {
        return OptionalLong.of(record.offset());
      }
    }
    return OptionalLong.empty();
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
            "%s %s: Kafka has deleted the records before offset %d. If no replica and no backup has them, declare them lost with the workflow DeclareLost; all other work then continues"
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
      long reached = reached();
      finish();
      while (!unfinished.isEmpty()) {
        List<ConsumerRecord<byte[], byte[]>> records = within(consumer.poll(POLL));
        finish();
        if (!records.isEmpty()) {
          return records.iterator();
        }
        if (reached() > reached) { // past markers or aborted records
          reached = reached();
          silentSince = System.nanoTime();
        }
        if (System.nanoTime() - silentSince > silence.toNanos()) {
          throw LambdaException.retryAfter(Duration.ofSeconds(5), silent());
        }
      }
      return Collections.emptyIterator();
    }

    private long reached() {
      return consumer.assignment().stream().mapToLong(consumer::position).sum();
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
      return "%s %s: Kafka at %s has sent no record for %s at offset %d"
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
