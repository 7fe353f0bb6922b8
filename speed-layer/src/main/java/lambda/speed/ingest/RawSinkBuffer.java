package lambda.speed.ingest;

import static lambda.store.Sql.names;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.store.RawSinkTable;
import lambda.store.copy.CopyIn;
import lambda.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;

/// Events on their way to a stream's raw sink. Stays empty if the stream has none. One owner.
final class RawSinkBuffer {
  /// An event keeps its record, and may keep all of its text again as strings, two bytes a
  /// character.
  private static final int TEXTS = 3;

  private static final long FIELD_BYTES = 80;

  private final StreamDefinition stream;
  private final List<Event> pending = new ArrayList<>();
  private long bytes;

  RawSinkBuffer(StreamDefinition stream) {
    this.stream = stream;
  }

  /// @param size of the event's record, in bytes
  void add(Event event, int size) {
    if (stream.rawSink().isPresent()) {
      pending.add(event);
      bytes += (long) TEXTS * size + FIELD_BYTES * stream.fields().size();
    }
  }

  /// An estimate of the memory that the events take; rather too high than too low.
  long bytes() {
    return bytes;
  }

  /// Discards all events: they are stored, or will be read again.
  void clear() {
    pending.clear();
    bytes = 0;
  }

  /// Sends the events to Postgres.
  ///
  /// @return the staging table that holds them; empty if there are none
  Optional<String> stage(Handle handle) {
    return pending.isEmpty()
        ? Optional.empty()
        : Optional.of(
            StagingTable.fill(
                handle,
                "raw_" + stream.name(),
                RawSinkTable.table(stream),
                names(RawSinkTable.columns(stream)),
                copy -> pending.forEach(event -> write(event, copy))));
  }

  /// Stores staged events. A row whose id exists stays as it is.
  void insert(Handle handle, String staged) {
    handle.execute(RawSinkTable.insert(stream, staged));
  }

  private void write(Event event, CopyIn copy) {
    for (int field = 0; field < stream.fields().size(); field++) {
      copy.value(event.value(field));
    }
    copy.value(Instant.ofEpochMilli(event.time())).end();
  }
}
