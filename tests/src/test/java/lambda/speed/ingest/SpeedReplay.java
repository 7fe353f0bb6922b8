package lambda.speed.ingest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Hour;
import lambda.core.hour.HourTracker;
import lambda.core.view.Partial;
import lambda.core.view.ViewFold;
import lambda.core.view.ViewQuota;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jdbi.v3.core.Jdbi;

/// Passes records to the parts of the speed layer in the order of its loop, without Kafka: hours,
/// duplicates, fold, flush. One owner.
public final class SpeedReplay {
  private static final int IDS = 1_000;

  private final StreamDefinition stream;
  private final EventDecoder decoder;
  private final List<ViewFold> folds;
  private final RawSinkBuffer raw;
  private final Map<Integer, PartitionState> partitions = new TreeMap<>();

  public SpeedReplay(StreamDefinition stream) {
    this.stream = stream;
    decoder = new EventDecoder(stream);
    folds = stream.views().stream().map(view -> new ViewFold(stream, view)).toList();
    raw = new RawSinkBuffer(stream);
  }

  public void add(ConsumerRecord<byte[], byte[]> record) {
    PartitionState state =
        partitions.computeIfAbsent(
            record.partition(),
            partition ->
                new PartitionState(
                    partition,
                    new HourTracker(partition, List.of()),
                    new DuplicateFilter(IDS),
                    new FoldStart(
                        record.offset(),
                        Collections.nCopies(stream.views().size(), record.offset()))));
    Instant timestamp = Instant.ofEpochMilli(record.timestamp());
    Hour hour = state.hours.assign(record.offset(), timestamp, timestamp);
    state.counts(hour).records++;
    if (decoder.decode(record.value(), hour) instanceof Event event
        && state.ids.add(hour, event.id())) {
      folds.forEach(fold -> fold.add(hour, event));
      raw.add(event, record.value().length);
    }
    state.folded(record.offset());
  }

  /// The partials of the stream's first view that are folded but not flushed.
  public List<Partial> partials() {
    List<Partial> partials = new ArrayList<>();
    folds.getFirst().forEach(partials::add);
    return partials;
  }

  /// Stores the folded partials and discards them.
  public void flush(Jdbi jdbi) {
    flush(
        jdbi,
        new ViewQuota(ViewQuota.DEFAULT),
        new IngestMetrics(new SimpleMeterRegistry(), stream.name()));
  }

  /// @param quota how many rows a view may have in one hour
  public void flush(Jdbi jdbi, ViewQuota quota, IngestMetrics metrics) {
    new PartialWriter(jdbi, stream, quota, metrics).flush(partitions.values(), folds, raw);
    partitions.values().forEach(PartitionState::flushed);
    folds.forEach(ViewFold::clear);
    raw.clear();
  }
}
