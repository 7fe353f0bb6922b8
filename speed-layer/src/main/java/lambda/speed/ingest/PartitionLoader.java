package lambda.speed.ingest;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.HourTracker;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicReader;
import lambda.store.Boundaries;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Jdbi;

/// Rebuilds the state of a partition: its offset and hours from Postgres, its ids from Kafka.
final class PartitionLoader {
  private final StreamDefinition stream;
  private final Jdbi jdbi;
  private final String kafka;
  private final EventDecoder decoder;
  private final int idHorizon;

  PartitionLoader(
      StreamDefinition stream, Jdbi jdbi, String kafka, EventDecoder decoder, int idHorizon) {
    this.stream = stream;
    this.jdbi = jdbi;
    this.kafka = kafka;
    this.decoder = decoder;
    this.idHorizon = idHorizon;
  }

  /// The state at the stored offset.
  ///
  /// @throws LambdaException to be retried if Kafka does not answer
  PartitionState load(int partition) {
    long stored = jdbi.inTransaction(handle -> Boundaries.lock(handle, stream.name(), partition));
    List<Boundary> decided =
        jdbi.withHandle(handle -> Boundaries.around(handle, stream.name(), partition, stored));
    return new PartitionState(
        partition, new HourTracker(partition, decided), ids(partition, decided, stored), stored);
  }

  /// The ids of the current hour and the one before, read again from Kafka.
  private DuplicateFilter ids(int partition, List<Boundary> decided, long stored) {
    DuplicateFilter ids = new DuplicateFilter(idHorizon);
    if (decided.isEmpty() || stored == 0) {
      return ids;
    }
    HourTracker hours = new HourTracker(partition, decided);
    long first = Math.max(decided.getFirst().firstOffset(), stored - idHorizon);
    try (TopicReader topic = new TopicReader(kafka, stream.topic())) {
      // Kafka may have deleted the first of them.
      OffsetRange range =
          new OffsetRange(partition, Math.min(first, stored), stored)
              .from(topic.beginning(partition));
      for (Iterator<ConsumerRecord<byte[], byte[]>> records = topic.records(range);
          records.hasNext(); ) {
        ConsumerRecord<byte[], byte[]> record = records.next();
        Hour hour = hours.assign(record.offset(), Instant.ofEpochMilli(record.timestamp()));
        if (decoder.decode(record.value()) instanceof Event event) {
          ids.add(hour, event.id());
        }
      }
    }
    return ids;
  }
}
