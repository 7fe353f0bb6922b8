package lambda.speed.ingest;

import java.time.Instant;
import java.util.List;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.HourTracker;
import lambda.store.Boundaries;
import org.jdbi.v3.core.Jdbi;

/// Rebuilds what the loop keeps of a partition: offset and hours from Postgres, ids from the log.
final class PartitionLoader {
  private final StreamDefinition stream;
  private final Jdbi jdbi;
  private final StreamConsumer kafka;
  private final EventDecoder decoder;
  private final int idHorizon;

  PartitionLoader(
      StreamDefinition stream,
      Jdbi jdbi,
      StreamConsumer kafka,
      EventDecoder decoder,
      int idHorizon) {
    this.stream = stream;
    this.jdbi = jdbi;
    this.kafka = kafka;
    this.decoder = decoder;
    this.idHorizon = idHorizon;
  }

  /// The partition as the store has it.
  PartitionState load(int partition) {
    long stored = jdbi.inTransaction(handle -> Boundaries.lock(handle, stream.name(), partition));
    List<Boundary> decided =
        jdbi.withHandle(handle -> Boundaries.around(handle, stream.name(), partition, stored));
    return new PartitionState(
        partition, new HourTracker(partition, decided), ids(partition, decided, stored), stored);
  }

  /// The ids of the present hour and the one before, read again from the log.
  private DuplicateFilter ids(int partition, List<Boundary> decided, long stored) {
    DuplicateFilter ids = new DuplicateFilter(idHorizon);
    if (decided.isEmpty() || stored == 0) {
      return ids;
    }
    HourTracker hours = new HourTracker(partition, decided);
    long first = Math.max(decided.getFirst().firstOffset(), stored - idHorizon);
    kafka.replay(
        partition,
        first,
        stored,
        record -> {
          Hour hour = hours.assign(record.offset(), Instant.ofEpochMilli(record.timestamp()));
          if (decoder.decode(record.value()) instanceof Event event) {
            ids.add(hour, event.id());
          }
        });
    return ids;
  }
}
