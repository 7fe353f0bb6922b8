package lambda.speed.ingest;

import java.time.Instant;
import java.util.List;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.event.Malformed;
import lambda.core.hour.Hour;
import lambda.core.view.ViewFold;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Folds records into what the next flush stores: counts, partials, rows of the raw sink. One
/// owner.
final class RecordFolder {
  private static final Logger log = LoggerFactory.getLogger(RecordFolder.class);

  private final EventDecoder decoder;
  private final IngestMetrics metrics;
  private final List<ViewFold> folds;
  private final RawSinkBuffer raw;
  private long oldest = Long.MAX_VALUE;
  private long records;

  RecordFolder(StreamDefinition stream, EventDecoder decoder, IngestMetrics metrics) {
    this.decoder = decoder;
    this.metrics = metrics;
    folds = stream.views().stream().map(view -> new ViewFold(stream, view)).toList();
    raw = new RawSinkBuffer(stream);
  }

  /// Folds a record, unless its partition's state has it already.
  void fold(PartitionState state, ConsumerRecord<byte[], byte[]> record, Instant now) {
    if (record.offset() < state.next) {
      return;
    }
    boolean counted = state.isCounted(record.offset());
    // A record that is folded only for a view that is behind keeps the hour that it has.
    Hour hour =
        counted
            ? state.hours.assign(record.offset(), Instant.ofEpochMilli(record.timestamp()), now)
            : state.hours.decided(record.offset());
    HourCounts counts = state.counts(hour);
    if (counted) {
      counts.records++;
    }
    switch (decoder.decode(record.value(), hour)) {
      case Malformed malformed when counted -> {
        counts.deadLetters++;
        metrics.deadLetters.increment();
        if (malformed.beyondTimeLimit()) {
          metrics.beyondTimeLimit.increment();
        }
        log.debug(
            "malformed record at {}-{} offset {}: {}",
            record.topic(),
            record.partition(),
            record.offset(),
            malformed.reason());
      }
      case Malformed _ -> {}
      case Event event when state.ids.add(hour, event.id()) -> {
        foldIntoViews(state, record.offset(), hour, event);
        if (counted) {
          raw.add(event, record.value().length);
        }
      }
      case Event _ when counted -> {
        counts.duplicates++;
        metrics.duplicates.increment();
      }
      case Event _ -> {}
    }
    state.folded(record.offset());
    oldest = Math.min(oldest, record.timestamp());
    records++;
  }

  /// A view that is ahead of its partition's position has the record already.
  private void foldIntoViews(PartitionState state, long offset, Hour hour, Event event) {
    for (int view = 0; view < folds.size(); view++) {
      if (state.isFolded(view, offset)) {
        folds.get(view).add(hour, event);
      }
    }
  }

  /// How many records were folded since the last [#clear].
  long records() {
    return records;
  }

  /// An estimate of the memory that they take.
  long bytes() {
    long bytes = raw.bytes();
    for (ViewFold fold : folds) {
      bytes += fold.bytes();
    }
    return bytes;
  }

  /// The smallest timestamp among them, in milliseconds since the epoch.
  long oldest() {
    return oldest;
  }

  List<ViewFold> folds() {
    return folds;
  }

  RawSinkBuffer raw() {
    return raw;
  }

  /// Discards everything: it is stored, or will be read again.
  void clear() {
    folds.forEach(ViewFold::clear);
    raw.clear();
    records = 0;
    oldest = Long.MAX_VALUE;
  }
}
