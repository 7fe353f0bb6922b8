package lambda.batch.erasure;

import java.util.List;
import java.util.Optional;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Handle;

/// What was erased, as `lambda.erasures` records it: a row for each request and hour, and one for
/// the raw sink. It never says whose data it was.
public final class ErasureLog {
  private ErasureLog() {}

  /// How many records of an hour were erased, by all requests together.
  public static ErasureReport erased(Handle handle, String stream, Hour hour) {
    return handle
        .select(
            """
            select coalesce(sum(events), 0), coalesce(sum(dead_letters), 0)
            from lambda.erasures where stream = ? and hour = ?\
            """,
            stream,
            hour)
        .map((row, _) -> ErasureReport.ofHour(row.getLong(1), row.getLong(2)))
        .one();
  }

  /// What this request erased before; empty if the step has not been done.
  ///
  /// @param hour empty for the raw sink
  static Optional<ErasureReport> find(
      Handle handle, Erasure erasure, String stream, Optional<Hour> hour) {
    return handle
        .select(
            """
            select events, dead_letters from lambda.erasures
            where request = ? and stream = ? and hour is not distinct from ?::timestamptz\
            """,
            erasure.request(),
            stream,
            hour.orElse(null))
        .map((row, _) -> {
          long events = row.getLong(1);
          return hour.isPresent()
              ? ErasureReport.ofHour(events, row.getLong(2))
              : ErasureReport.ofRows(events);
        })
        .findOne();
  }

  /// The hours whose partials the request changes and that are not recomputed yet, oldest first.
  static List<Hour> due(Handle handle, Erasure erasure, String stream) {
    return handle
        .select(
            """
            select b.hour from lambda.batch_hours b
            where b.stream = ? and b.reopened_at is not null and exists (
              select from lambda.erasures e
              where e.request = ? and e.stream = b.stream and e.events > 0
                and e.hour in (b.hour, b.hour - interval '1 hour'))
            order by b.hour\
            """,
            stream,
            erasure.request())
        .mapTo(Hour.class)
        .list();
  }

  /// Records a step as done.
  ///
  /// @param hour empty for the raw sink, whose rows count as events
  static void enter(
      Handle handle,
      Erasure erasure,
      String stream,
      Optional<Hour> hour,
      long events,
      long deadLetters) {
    handle.execute(
        """
        insert into lambda.erasures (request, stream, hour, events, dead_letters)
        values (?, ?, ?::timestamptz, ?, ?)\
        """,
        erasure.request(),
        stream,
        hour.orElse(null),
        events,
        deadLetters);
  }
}
