package lambda.speed.ingest;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.HourTracker;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicInspector;
import lambda.kafka.TopicReader;
import lambda.kafka.TopicSnapshot;
import lambda.store.Boundaries;
import lambda.store.StreamPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rebuilds the state of partitions: their offsets and hours from Postgres, their ids from Kafka.
/// It asks for all partitions at once, so hundreds of them take hardly more calls than one.
/// Thread-safe.
final class PartitionLoader {
  private static final Logger log = LoggerFactory.getLogger(PartitionLoader.class);

  private final StreamDefinition stream;
  private final Jdbi jdbi;
  private final String kafka;
  private final EventDecoder decoder;
  private final int idHorizon;
  private final FoldStarts starts;

  PartitionLoader(
      StreamDefinition stream, Jdbi jdbi, String kafka, EventDecoder decoder, int idHorizon) {
    this.stream = stream;
    this.jdbi = jdbi;
    this.kafka = kafka;
    this.decoder = decoder;
    this.idHorizon = idHorizon;
    starts = new FoldStarts(stream, jdbi);
  }

  /// The states at the stored offsets, by partition.
  ///
  /// @throws LambdaException to be retried if Kafka does not answer; of category fatal if its topic
  ///   is not the one that was read so far, or has lost records that were read
  SortedMap<Integer, PartitionState> load(Collection<Integer> partitions) {
    try (TopicReader topic = new TopicReader(kafka, stream.topic())) {
      return load(partitions, topic);
    }
  }

  private SortedMap<Integer, PartitionState> load(
      Collection<Integer> partitions, TopicReader topic) {
    SortedMap<Integer, PartitionState> states = new TreeMap<>();
    register(partitions);
    SortedMap<Integer, FoldStart> starts = this.starts.find(partitions, topic);
    Map<Integer, Long> offsets = new TreeMap<>();
    starts.forEach((partition, start) -> offsets.put(partition, start.first()));
    Map<Integer, List<Boundary>> decided =
        jdbi.withHandle(handle -> Boundaries.around(handle, stream.name(), offsets)).stream()
            .collect(groupingBy(Boundary::partition));
    List<IdReplay> replays = new ArrayList<>();
    starts.forEach((partition, start) -> {
      List<Boundary> boundaries = decided.getOrDefault(partition, List.of());
      DuplicateFilter ids = new DuplicateFilter(idHorizon);
      states.put(
          partition,
          new PartitionState(partition, new HourTracker(partition, boundaries), ids, start));
      if (!boundaries.isEmpty()) {
        replays.add(
            new IdReplay(
                range(boundaries.getFirst(), start.first()),
                new HourTracker(partition, boundaries),
                ids));
      }
    });
    rememberIds(replays, topic);
    return states;
  }

  /// Adds partitions that are new, and skips records that Kafka has deleted.
  private void register(Collection<Integer> partitions) {
    TopicSnapshot topic;
    try (TopicInspector inspector = new TopicInspector(kafka)) {
      topic = inspector.inspect(stream.topic());
    }
    StreamPartitions.register(jdbi, stream.name(), topic.topic(), topic.id(), topic.beginnings());
    jdbi.useTransaction(handle -> {
      SortedMap<Integer, Long> stored = Boundaries.lock(handle, stream.name(), partitions);
      if (!stored.keySet().containsAll(partitions)) {
        throw LambdaException.retryAfter(
            Duration.ofSeconds(1),
            "Kafka does not describe all partitions of %s yet".formatted(stream.topic()));
      }
      stored.forEach((partition, offset) ->
          skipDeleted(
              handle, requireNonNull(topic.partitions().get(partition)), partition, offset));
    });
  }

  private void skipDeleted(Handle handle, TopicSnapshot.Log held, int partition, long stored) {
    if (stored > held.end()) {
      throw LambdaException.fatal(
          "partition %d of topic %s ends at offset %d, but was already read up to offset %d: Kafka has lost records and reuses their offsets. Restore the topic, or declare it as a new stream"
              .formatted(partition, stream.topic(), held.end(), stored));
    }
    if (stored < held.beginning()) {
      log.error(
          "{}: Kafka deleted offsets {} to {} of partition {} before they were read. They are recorded in lambda.speed_gaps, and reading continues after them. The batch layer counts them if it archived them",
          stream.name(),
          stored,
          held.beginning() - 1,
          partition);
      StreamPartitions.skip(handle, stream.name(), partition, stored, held.beginning());
    }
  }

  /// The records whose ids a partition must know.
  private OffsetRange range(Boundary earliest, long stored) {
    long first = Math.max(earliest.firstOffset(), stored - idHorizon);
    return new OffsetRange(earliest.partition(), Math.min(first, stored), stored);
  }

  /// A range of records that is read again for its ids.
  private record IdReplay(OffsetRange range, HourTracker hours, DuplicateFilter ids) {}

  /// Reads the ids of the current hour and the one before again from Kafka.
  private void rememberIds(List<IdReplay> replays, TopicReader topic) {
    Map<Integer, IdReplay> needed =
        replays.stream()
            .filter(replay -> !replay.range.isEmpty())
            .collect(toMap(replay -> replay.range.partition(), identity()));
    if (needed.isEmpty()) {
      return;
    }
    Map<Integer, Long> beginnings = topic.beginnings(needed.keySet());
    // Kafka may have deleted the first of them.
    List<OffsetRange> held =
        needed.values().stream()
            .map(replay -> replay.range.from(beginnings.getOrDefault(replay.range.partition(), 0L)))
            .toList();
    for (Iterator<ConsumerRecord<byte[], byte[]>> records = topic.records(held);
        records.hasNext(); ) {
      ConsumerRecord<byte[], byte[]> record = records.next();
      IdReplay replay = requireNonNull(needed.get(record.partition()));
      Hour hour = replay.hours.decided(record.offset());
      if (decoder.decode(record.value(), hour) instanceof Event event) {
        replay.ids.add(hour, event.id());
      }
    }
  }
}
