package lambda.batch.archive;

import java.util.List;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.ClosedHour;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// The ranges of offsets that are archived, as `lambda.ranges` lists them. Ranges are only ever
/// added: rewriting files does not change them. Thread-safe.
public final class ArchivedRanges {
  private final Jdbi jdbi;

  public ArchivedRanges(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// The offset up to which a range of an hour is committed; the range's first offset if none of it
  /// is.
  long committed(String stream, OffsetRange range) {
    return jdbi.withHandle(handle -> committed(handle, stream, range));
  }

  private static long committed(Handle handle, String stream, OffsetRange range) {
    return handle
        .select(
            """
            select coalesce(max(next_offset), ?) from lambda.ranges
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

  /// Adds a range with its files if it continues what is committed. A second commit of the same
  /// offsets changes nothing.
  ///
  /// @param whole the hour's range that contains this one
  void commit(ClosedHour hour, OffsetRange whole, ArchivedRange part) {
    String stream = hour.stream().name();
    jdbi.useTransaction(handle -> {
      BatchHours.lock(handle, stream, hour.hour());
      if (enter(handle, hour, whole, part)) {
        part.files().forEach(file -> Manifest.add(handle, stream, hour.hour(), file));
      }
    });
  }

  /// Adds a range if it continues what is committed. The caller holds the hour's lock.
  ///
  /// @return whether it was added
  static boolean enter(Handle handle, ClosedHour hour, OffsetRange whole, ArchivedRange part) {
    String stream = hour.stream().name();
    if (committed(handle, stream, whole) != part.range().first()) {
      return false;
    }
    handle.execute(
        """
        insert into lambda.ranges (stream, partition, first_offset, next_offset, hour,
          raw_rows, dead_letters, gaps)
        values (?, ?, ?, ?, ?, ?, ?, ?)\
        """,
        stream,
        part.range().partition(),
        part.range().first(),
        part.range().next(),
        hour.hour(),
        part.events(),
        part.deadLetters(),
        part.gaps());
    return true;
  }

  /// Marks the hour as archived and stores the totals of its ranges. A second call changes nothing,
  /// in particular no later step.
  void complete(ClosedHour hour) {
    String stream = hour.stream().name();
    jdbi.useTransaction(handle -> {
      BatchHours.lock(handle, stream, hour.hour());
      if (BatchHours.done(handle, stream, hour.hour(), BatchHours.Step.ARCHIVED)) {
        return;
      }
      for (OffsetRange range : hour.ranges()) {
        if (committed(handle, stream, range) != range.next()) {
          throw new IllegalStateException(
              "hour %s of %s cannot be completed: %s is not committed"
                  .formatted(hour.hour(), stream, range));
        }
      }
      handle.execute(
          """
          update lambda.batch_hours set (records, dead_letters) = (
            select coalesce(sum(raw_rows + dead_letters), 0), coalesce(sum(dead_letters), 0)
            from lambda.ranges where stream = ? and hour = ?)
          where stream = ? and hour = ?\
          """,
          stream,
          hour.hour(),
          stream,
          hour.hour());
      BatchHours.mark(handle, stream, hour.hour(), BatchHours.Step.ARCHIVED);
      HourManifest.changed(handle, stream, hour.hour());
    });
  }

  /// The hours of the stream that have ranges, oldest first.
  public List<Hour> hours(String stream) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select distinct hour from lambda.ranges where stream = ? order by hour", stream)
            .mapTo(Hour.class)
            .list());
  }

  /// What an archived hour holds: one range for each partition that has any of it.
  public ClosedHour hour(StreamDefinition stream, Hour hour) {
    List<OffsetRange> whole =
        jdbi.withHandle(handle ->
            handle
                .select(
                    """
                    select partition, min(first_offset), max(next_offset) from lambda.ranges
                    where stream = ? and hour = ? group by partition order by partition\
                    """,
                    stream.name(),
                    hour)
                .map((row, _) -> new OffsetRange(row.getInt(1), row.getLong(2), row.getLong(3)))
                .list());
    return new ClosedHour(stream, hour, whole);
  }

  /// The ranges of an hour, without their files.
  public List<ArchivedRange> ranges(String stream, Hour hour) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select partition, first_offset, next_offset, raw_rows, dead_letters, gaps
                from lambda.ranges where stream = ? and hour = ? order by partition, first_offset\
                """,
                stream,
                hour)
            .map((row, _) ->
                new ArchivedRange(
                    new OffsetRange(row.getInt(1), row.getLong(2), row.getLong(3)),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    List.of()))
            .list());
  }
}
