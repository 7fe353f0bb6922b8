package lambda.batch.archive;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.hour.BatchHours;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/// The files of the archive, as `lambda.files` lists them. A file that is not listed does not exist
/// for any reader of the platform. Thread-safe.
public final class Manifest {
  /// How long to wait before retrying after another worker got there first.
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

  /// Lists a file whose upload has begun ([Uploads]).
  static void add(Handle handle, String stream, Hour hour, ArchiveFile file) {
    Uploads.listed(handle, file.key());
    handle.execute(
        """
        insert into lambda.files (key, stream, hour, kind, rows, bytes, sha256)
        values (?, ?, ?, ?, ?, ?, ?)\
        """,
        file.key(),
        stream,
        hour,
        file.kind().folder(),
        file.rows(),
        file.bytes(),
        file.sha256());
  }

  /// The files of every kind that hold the hour's records now.
  public List<ArchiveFile> files(String stream, Hour hour) {
    return Stream.of(Kind.values()).flatMap(kind -> files(stream, hour, kind).stream()).toList();
  }

  /// The files of one kind that hold the hour's records now.
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
            hour,
            kind.folder())
        .map(FILE)
        .list();
  }

  /// Whether a file is listed and has not been replaced.
  boolean isPresent(String key) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select exists (select from lambda.files where key = ? and replaced_at is null)",
                key)
            .mapTo(Boolean.class)
            .one());
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

  /// Refuses to use what was read from files if other files hold the hour's records now.
  ///
  /// @param read the keys of all files of the kind when they were read
  /// @throws LambdaException to be retried
  public static void requireUnchanged(
      Handle handle, String stream, Hour hour, Kind kind, List<String> read) {
    if (!keys(handle, stream, hour, kind).equals(read)) {
      throw LambdaException.retryAfter(
          SOON,
          "files of hour %s of %s were replaced while they were being read"
              .formatted(hour, stream));
    }
  }

  /// The keys of the latest files that hold the records of a span's hours now.
  ///
  /// @param from inclusive
  /// @param to exclusive
  /// @param limit how many keys at most
  public List<String> keys(String stream, Hour from, Hour to, Kind kind, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select key from lambda.files
                where stream = ? and hour >= ? and hour < ? and kind = ? and replaced_at is null
                order by hour desc, key limit ?\
                """,
                stream,
                from,
                to,
                kind.folder(),
                limit)
            .mapTo(String.class)
            .list());
  }

  /// Replaces files of an hour in one transaction: a reader sees either the old or the new ones.
  ///
  /// @return whether the files were replaced; false if one of the old files had been replaced
  ///   before
  public boolean replace(
      String stream, Hour hour, Collection<ArchiveFile> old, Collection<ArchiveFile> replacement) {
    return jdbi.inTransaction(handle -> {
      BatchHours.lock(handle, stream, hour);
      return replace(handle, stream, hour, old, replacement);
    });
  }

  private static boolean replace(
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
    if (keys.length > 0 || !replacement.isEmpty()) {
      HourManifest.changed(handle, stream, hour);
    }
    return true;
  }

  /// Replaces files of an hour as part of a transaction that holds the hour ([BatchHours#lock]).
  ///
  /// @throws LambdaException to be retried if one of the old files had been replaced before
  public static void replaceAll(
      Handle handle,
      String stream,
      Hour hour,
      Collection<ArchiveFile> old,
      Collection<ArchiveFile> replacement) {
    if (!replace(handle, stream, hour, old, replacement)) {
      throw LambdaException.retryAfter(
          SOON, "files of hour %s of %s were replaced in the meantime".formatted(hour, stream));
    }
  }

  /// The keys of the hour's replaced files whose objects are still among those of `kind`.
  List<String> replacedInPlace(String stream, Hour hour) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select key from lambda.files
                where stream = ? and hour = ? and replaced_at is not null
                  and not starts_with(key, ?) order by key\
                """,
                stream,
                hour,
                ReplacedFiles.FOLDER)
            .mapTo(String.class)
            .list());
  }

  /// The hours that have such files ([#replacedInPlace]).
  List<Hour> hoursReplacedInPlace(String stream) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select distinct hour from lambda.files
                where stream = ? and replaced_at is not null and not starts_with(key, ?)
                order by hour\
                """,
                stream,
                ReplacedFiles.FOLDER)
            .mapTo(Hour.class)
            .list());
  }

  /// Enters the new key of a replaced file whose object was moved.
  void moved(String key, String to) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update lambda.files set key = ? where key = ? and replaced_at is not null", to, key));
  }

  /// A replaced file, and the hour whose records it held.
  public record Replaced(Hour hour, String key) {}

  /// The files that were replaced longer ago than the grace period. While the manifest of an hour
  /// is not in the bucket as it is now, its files are kept ([ManifestObjects]).
  public List<Replaced> replacedBefore(String stream, Duration grace) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select hour, key from lambda.files join lambda.batch_hours using (stream, hour)
                where stream = ? and replaced_at < now() - ? * interval '1 second'
                  and manifest_stored >= manifest_revision order by key\
                """,
                stream,
                grace.toSeconds())
            .map(row ->
                new Replaced(row.getColumn("hour", Hour.class), row.getColumn("key", String.class)))
            .list());
  }

  /// Removes a replaced file whose object has been deleted.
  public void forget(String key) {
    jdbi.useHandle(handle ->
        handle.execute("delete from lambda.files where key = ? and replaced_at is not null", key));
  }

  /// Every key of the stream, those of replaced files included.
  public List<String> knownKeys(String stream) {
    return jdbi.withHandle(handle ->
        handle
            .select("select key from lambda.files where stream = ?", stream)
            .mapTo(String.class)
            .list());
  }
}
