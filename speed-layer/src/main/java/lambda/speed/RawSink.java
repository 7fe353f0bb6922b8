package lambda.speed;

import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.failure.LambdaException;
import lambda.store.CopyIn;
import lambda.store.RawSinkTable;
import org.jdbi.v3.core.Handle;

/// The events on their way to a stream's raw sink; none if it has none. One owner.
final class RawSink {
  private final StreamDefinition stream;
  private final List<Event> pending = new ArrayList<>();

  RawSink(StreamDefinition stream) {
    this.stream = stream;
  }

  void add(Event event) {
    if (stream.rawSink().isPresent()) {
      pending.add(event);
    }
  }

  /// Forgets everything: the events are stored, or will be read again.
  void clear() {
    pending.clear();
  }

  /// Stores the pending events; those whose ids are stored already stay as they are.
  void flush(Handle handle) {
    if (pending.isEmpty()) {
      return;
    }
    String delta = name("delta_raw_" + stream.name());
    String columns = names(RawSinkTable.columns(stream));
    handle.execute(
        "create temp table if not exists %s on commit delete rows as select %s from %s with no data"
            .formatted(delta, columns, RawSinkTable.table(stream)));
    copy(handle, "%s (%s)".formatted(delta, columns));
    handle.execute(RawSinkTable.insert(stream, delta));
  }

  private void copy(Handle handle, String target) {
    try (CopyIn copy = new CopyIn(handle.getConnection(), target)) {
      for (Event event : pending) {
        for (int field = 0; field < stream.fields().size(); field++) {
          copy.value(event.value(field));
        }
        copy.value(Instant.ofEpochMilli(event.time())).end();
      }
    } catch (IOException | UncheckedIOException | SQLException e) {
      throw LambdaException.retry("Postgres broke off a copy into " + target, e);
    }
  }
}
