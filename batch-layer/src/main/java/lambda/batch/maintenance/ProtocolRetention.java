package lambda.batch.maintenance;

import java.time.Duration;
import java.util.List;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Keeps the protocol's tables small. Once an hour and both its neighbours have been sealed for
/// some time,
///
/// - its boundaries are deleted: no undecided hour borders on it, and the speed layer is past the
///   hour after it. What the hour holds is in `lambda.ranges`. Those of the first hour stay, which
///   an hour that is discovered before it would border on;
/// - the counts of the speed layer by partition become one row, which a later reconciliation
///   compares;
/// - adjoining ranges of a partition become one, as verification and repair need no more.
///
/// Losses, replays and differences stay: nothing else tells which records are lost or were sent
/// again. Thread-safe.
public final class ProtocolRetention {
  private final Jdbi jdbi;
  private final Duration keep;

  /// @param keep how long the rows of an hour are kept after it is sealed
  public ProtocolRetention(Jdbi jdbi, Duration keep) {
    this.jdbi = jdbi;
    this.keep = keep;
  }

  /// One transaction an hour.
  ///
  /// @return the number of rows fewer
  public long clean(StreamDefinition stream, Progress progress) {
    List<Hour> hours = jdbi.withHandle(handle -> due(handle, stream.name()));
    long rows = 0;
    for (int i = 0; i < hours.size(); i++) {
      Hour hour = hours.get(i);
      progress.report("condensing hour " + hour, i, hours.size());
      rows += jdbi.inTransaction(handle -> condense(handle, stream.name(), hour));
    }
    return rows;
  }

  private List<Hour> due(Handle handle, String stream) {
    return handle
        .select(
            """
            select h.hour from lambda.batch_hours h
            where h.stream = :stream
              and 3 = (select count(*) from lambda.batch_hours b
                where b.stream = h.stream and b.sealed_at < now() - :keep * interval '1 second'
                  and b.hour between h.hour - interval '1 hour' and h.hour + interval '1 hour')
              and (
                exists (select from lambda.boundaries b where b.stream = h.stream and b.hour = h.hour)
                or exists (select from lambda.speed_hours s
                  where s.stream = h.stream and s.hour = h.hour and s.partition >= 0))
            order by h.hour\
            """)
        .bind("stream", stream)
        .bind("keep", keep.toSeconds())
        .mapTo(Hour.class)
        .list();
  }

  private static long condense(Handle handle, String stream, Hour hour) {
    // Held, so that the hour is not reconciled or repaired in the meantime.
    handle.execute(
        "select from lambda.batch_hours where stream = ? and hour = ? for update", stream, hour);
    long boundaries =
        handle.execute("delete from lambda.boundaries where stream = ? and hour = ?", stream, hour);
    long counts =
        condense(
            handle,
            """
            with gone as (
              delete from lambda.speed_hours where stream = :stream and hour = :hour
              returning stream, hour, records, dead_letters, duplicates
            ), added as (
              insert into lambda.speed_hours (stream, partition, hour, records, dead_letters, duplicates)
              select stream, -1, hour, sum(records), sum(dead_letters), sum(duplicates)
              from gone group by stream, hour returning 1)
            select (select count(*) from gone) - (select count(*) from added)\
            """,
            stream,
            hour);
    long ranges =
        condense(
            handle,
            """
            with gone as (
              delete from lambda.ranges r where stream = :stream and hour = :hour and 1 < (
                select count(*) from lambda.ranges o
                where o.stream = r.stream and o.hour = r.hour and o.partition = r.partition)
                -- A repair must tell what is lost from what it can read again.
                and not exists (select from lambda.losses where stream = :stream and hour = :hour)
              returning *
            ), added as (
              insert into lambda.ranges (stream, partition, first_offset, next_offset, hour,
                raw_rows, dead_letters, gaps, committed_at)
              select stream, partition, min(first_offset), max(next_offset), hour,
                sum(raw_rows), sum(dead_letters), sum(gaps), max(committed_at)
              from gone group by stream, partition, hour returning 1)
            select (select count(*) from gone) - (select count(*) from added)\
            """,
            stream,
            hour);
    return boundaries + counts + ranges;
  }

  /// @return by how many rows a statement made a table smaller
  private static long condense(Handle handle, String sql, String stream, Hour hour) {
    return handle.select(sql).bind("stream", stream).bind("hour", hour).mapTo(Long.class).one();
  }
}
