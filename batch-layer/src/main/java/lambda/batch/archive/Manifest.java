package lambda.batch.archive;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.ClosedHour;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.store.Boundaries;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/// What the archive holds: the ranges of offsets that are in it, and the files where their records
/// are. What is not in the manifest does not exist for any reader.
public final class Manifest {
  /// When to try again what others were ahead of.
  public static final Duration SOON = Duration.ofSeconds(1);

  private static final RowMapper<ArchiveFile> FILE =
      (row, _) ->
          new ArchiveFile(
              row.getString("key"),
              Kind.of(row.getString("kind")),
              row.getLong("rows"),
              row.getLong("bytes"),
              row.getString("sha256"));

  private final Jdbi jdbi;

  public Manifest(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Up to where a range of an hour is committed; the range's first offset if nothing is.
  public long committed(String stream, OffsetRange range) {
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

  /// Adds a range with its files, if it continues what is committed. Whoever comes second with the
  /// same offsets changes nothing.
  ///
  /// @param whole the hour's range that this one is a part of
  public void commit(ClosedHour hour, OffsetRange whole, ArchivedRange part) {
    String stream = hour.stream().name();
    jdbi.useTransaction(handle -> {
      BatchHours.lock(handle, stream, hour.hour());
      if (committed(handle, stream, whole) != part.range().first()) {
        return;
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
          Boundaries.utc(hour.hour()),
          part.events(),
          part.deadLetters(),
          part.gaps());
      part.files().forEach(file -> add(handle, stream, hour.hour(), file));
    });
  }

  private static void add(Handle handle, String stream, Hour hour, ArchiveFile file) {
    handle.execute(
        """
        insert into lambda.files (key, stream, hour, kind, rows, bytes, sha256)
        values (?, ?, ?, ?, ?, ?, ?)\
        """,
        file.key(),
        stream,
        Boundaries.utc(hour),
        file.kind().folder(),
        file.rows(),
        file.bytes(),
        file.sha256());
  }

  /// Marks the hour as archived, with the figures of its ranges. What an hour holds is settled, so
  /// whoever comes second changes nothing, least of all a later step.
  public void complete(ClosedHour hour) {
    String stream = hour.stream().name();
    jdbi.useTransaction(handle -> {
      BatchHours.lock(handle, stream, hour.hour());
      if (BatchHours.done(handle, stream, hour.hour(), BatchHours.Step.ARCHIVED)) {
        return;
      }
      for (OffsetRange range : hour.ranges()) {
        if (committed(handle, stream, range) != range.next()) {
          throw new IllegalStateException(
              "hour %s of %s is complete before %s is committed"
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
          Boundaries.utc(hour.hour()),
          stream,
          Boundaries.utc(hour.hour()));
      BatchHours.mark(handle, stream, hour.hour(), BatchHours.Step.ARCHIVED);
    });
  }

  /// The files that hold the hour's records now.
  public List<ArchiveFile> files(String stream, Hour hour, Kind kind) {
    return jdbi.withHandle(handle -> files(handle, stream, hour, kind));
  }

  private static List<ArchiveFile> files(Handle handle, String stream, Hour hour, Kind kind) {
    return handle
        .select(
            """
            select key, kind, rows, bytes, sha256 from lambda.files
            where stream = ? and hour = ? and kind = ? and replaced_at is null order by key\
            """,
            stream,
            Boundaries.utc(hour),
            kind.folder())
        .map(FILE)
        .list();
  }

  /// The keys of the files that hold the hour's records now.
  public List<String> keys(String stream, Hour hour, Kind kind) {
    return jdbi.withHandle(handle -> keys(handle, stream, hour, kind));
  }

  public static List<String> keys(Handle handle, String stream, Hour hour, Kind kind) {
    return files(handle, stream, hour, kind).stream().map(ArchiveFile::key).toList();
  }

  /// The keys of the files that hold the records of all hours now.
  public List<String> keys(String stream, Kind kind) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select key from lambda.files where stream = ? and kind = ? and replaced_at is null order by key",
                stream,
                kind.folder())
            .mapTo(String.class)
            .list());
  }

  /// Replaces files of an hour by others, in one transaction: a reader sees the ones or the others.
  ///
  /// @return whether it was done; not if one of the old files was replaced already
  public boolean replace(
      String stream, Hour hour, Collection<ArchiveFile> old, Collection<ArchiveFile> replacement) {
    return jdbi.inTransaction(handle -> {
      BatchHours.lock(handle, stream, hour);
      return replace(handle, stream, hour, old, replacement);
    });
  }

  /// The same as part of a transaction that holds the hour.
  public static boolean replace(
      Handle handle,
      String stream,
      Hour hour,
      Collection<ArchiveFile> old,
      Collection<ArchiveFile> replacement) {
    String[] keys = old.stream().map(ArchiveFile::key).toArray(String[]::new);
    long present =
        handle
            .select(
                "select count(*) from lambda.files where key = any(?) and replaced_at is null",
                (Object) keys)
            .mapTo(Long.class)
            .one();
    if (present != keys.length) {
      return false;
    }
    handle.execute("update lambda.files set replaced_at = now() where key = any(?)", (Object) keys);
    replacement.forEach(file -> add(handle, stream, hour, file));
    return true;
  }

  /// The same where the replacement must be done.
  ///
  /// @throws LambdaException to be retried if one of the old files was replaced already
  public static void replaceAll(
      Handle handle,
      String stream,
      Hour hour,
      Collection<ArchiveFile> old,
      Collection<ArchiveFile> replacement) {
    if (!replace(handle, stream, hour, old, replacement)) {
      throw LambdaException.retryAfter(
          SOON, "the files of hour %s of %s were replaced meanwhile".formatted(hour, stream));
    }
  }

  /// How many records of an hour were erased.
  public ErasureReport erased(String stream, Hour hour) {
    return jdbi.withHandle(handle -> erased(handle, stream, hour));
  }

  public static ErasureReport erased(Handle handle, String stream, Hour hour) {
    return handle
        .select(
            """
            select coalesce(sum(events), 0), coalesce(sum(dead_letters), 0)
            from lambda.erasures where stream = ? and hour = ?\
            """,
            stream,
            Boundaries.utc(hour))
        .map((row, _) -> ErasureReport.ofHour(row.getLong(1), row.getLong(2)))
        .one();
  }

  /// Files that were replaced so long ago that no reader holds them any more.
  public List<String> replacedBefore(String stream, Duration grace) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select key from lambda.files
                where stream = ? and replaced_at < now() - ? * interval '1 second' order by key\
                """,
                stream,
                grace.toSeconds())
            .mapTo(String.class)
            .list());
  }

  /// Forgets a replaced file once its object is deleted.
  public void forget(String key) {
    jdbi.useHandle(handle ->
        handle.execute("delete from lambda.files where key = ? and replaced_at is not null", key));
  }

  /// Every key of the stream that the manifest knows, replaced ones included.
  public List<String> knownKeys(String stream) {
    return jdbi.withHandle(handle ->
        handle
            .select("select key from lambda.files where stream = ?", stream)
            .mapTo(String.class)
            .list());
  }

  /// Every key of the hour that the manifest knows, replaced ones included.
  public List<String> knownKeys(String stream, Hour hour) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select key from lambda.files where stream = ? and hour = ?",
                stream,
                Boundaries.utc(hour))
            .mapTo(String.class)
            .list());
  }

  /// The hours of the stream that have ranges, oldest first.
  public List<Hour> hours(String stream) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select distinct hour from lambda.ranges where stream = ? order by hour", stream)
            .map((row, _) -> new Hour(row.getTimestamp(1).toInstant()))
            .list());
  }

  /// The hours of the stream that are archived as a whole, oldest first.
  public List<Hour> archivedHours(String stream) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select hour from lambda.batch_hours where stream = ? and archived_at is not null order by hour",
                stream)
            .map((row, _) -> new Hour(row.getTimestamp(1).toInstant()))
            .list());
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
                Boundaries.utc(hour))
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
