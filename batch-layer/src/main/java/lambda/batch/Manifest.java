package lambda.batch;

import java.util.List;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.store.Boundaries;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The list of committed objects: what is not in it does not exist for any reader.
final class Manifest {
  private final Jdbi jdbi;

  Manifest(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Up to where a range of an hour is committed; the range's first offset if nothing is.
  long committed(String stream, OffsetRange range) {
    return jdbi.withHandle(handle -> committed(handle, stream, range));
  }

  private static long committed(Handle handle, String stream, OffsetRange range) {
    return handle
        .select(
            """
            select coalesce(max(next_offset), ?) from lambda.objects
            where stream = ? and partition = ? and first_offset >= ? and next_offset <= ?\
            """,
            range.first(),
            stream,
            range.partition(),
            range.first(),
            range.next())
        .mapTo(Long.class)
        .one();
  }

  /// Adds an object, if it continues what is committed. Whoever comes second with the same offsets
  /// changes nothing.
  ///
  /// @param whole the hour's range that the object is a part of
  void commit(ClosedHour hour, OffsetRange whole, ArchivedObject object) {
    String stream = hour.stream().name();
    jdbi.useTransaction(handle -> {
      BatchHours.lock(handle, stream, hour.hour());
      if (committed(handle, stream, whole) != object.range().first()) {
        return;
      }
      handle.execute(
          """
          insert into lambda.objects (stream, partition, first_offset, next_offset, hour,
            raw_key, raw_rows, raw_bytes, dlq_key, dead_letters, gaps)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
          """,
          stream,
          object.range().partition(),
          object.range().first(),
          object.range().next(),
          Boundaries.utc(hour.hour()),
          object.rawKey(),
          object.rawRows(),
          object.rawBytes(),
          object.dlqKey(),
          object.deadLetters(),
          object.gaps());
    });
  }

  /// Marks the hour as archived, with the figures of its objects.
  void complete(ClosedHour hour) {
    String stream = hour.stream().name();
    jdbi.useTransaction(handle -> {
      BatchHours.lock(handle, stream, hour.hour());
      handle.execute(
          """
          update lambda.batch_hours set (records, dead_letters) = (
            select coalesce(sum(raw_rows + dead_letters), 0), coalesce(sum(dead_letters), 0)
            from lambda.objects where stream = ? and hour = ?)
          where stream = ? and hour = ?\
          """,
          stream,
          Boundaries.utc(hour.hour()),
          stream,
          Boundaries.utc(hour.hour()));
      BatchHours.mark(handle, stream, hour.hour(), BatchHours.Step.ARCHIVED);
    });
  }

  /// The keys of the hour's objects with events.
  List<String> rawKeys(String stream, Hour hour) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select raw_key from lambda.objects
                where stream = ? and hour = ? and raw_key is not null
                order by partition, first_offset\
                """,
                stream,
                Boundaries.utc(hour))
            .mapTo(String.class)
            .list());
  }
}
