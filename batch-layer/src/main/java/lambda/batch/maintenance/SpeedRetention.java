package lambda.batch.maintenance;

import static lambda.store.Sql.name;

import java.time.Duration;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.store.RawSinkTable;
import lambda.store.ViewRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Deletes rows of views that are no longer served or compared: the speed partials of hours that
/// were sealed longer ago than the retention, and rows that are marked as gone. Each row is deleted
/// only after its projection has seen it. Thread-safe.
public final class SpeedRetention {
  private final Jdbi jdbi;
  private final Duration keep;

  /// @param keep how long speed partials are kept after their hour is sealed
  public SpeedRetention(Jdbi jdbi, Duration keep) {
    this.jdbi = jdbi;
    this.keep = keep;
  }

  /// @return the number of deleted rows
  long clean(StreamDefinition stream) {
    return jdbi.inTransaction(handle -> {
      handle.execute(
          """
          update lambda.batch_hours set retired_at = now()
          where stream = ? and retired_at is null and sealed_at < now() - ? * interval '1 second'\
          """,
          stream.name(),
          keep.toSeconds());
      long rows = 0;
      for (ViewDefinition view : stream.views()) {
        rows += delete(handle, stream, view);
        ViewRows.prune(handle, stream.name(), view.name());
      }
      if (stream.rawSink().isPresent()) {
        rows +=
            handle.execute(
                """
                delete from lambda.removals r using lambda.projections p
                where r.stream = ? and p.view = ? and r.changed_in < p.position\
                """,
                stream.name(),
                RawSinkTable.projection(stream));
      }
      return rows;
    });
  }

  private static long delete(Handle handle, StreamDefinition stream, ViewDefinition view) {
    long speed =
        handle.execute(
            """
            delete from speed.%s t using lambda.projections p
            where p.view = ? and t.changed_in < p.position and (t.gone or exists (
              select from lambda.batch_hours b
              where b.stream = ? and b.hour = t.hour and b.retired_at is not null))\
            """
                .formatted(name(view.name())),
            view.name(),
            stream.name());
    long batch =
        handle.execute(
            """
            delete from batch.%s t using lambda.projections p
            where p.view = ? and t.changed_in < p.position and t.gone\
            """
                .formatted(name(view.name())),
            view.name());
    return speed + batch;
  }
}
