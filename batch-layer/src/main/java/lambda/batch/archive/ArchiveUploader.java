package lambda.batch.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.s3.ObjectStore;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.apache.commons.codec.digest.DigestUtils;

/// Puts Parquet files into the bucket, each under a key that says what is in it. If the key exists
/// already, the stored object is checked and used instead. Thread-safe.
public final class ArchiveUploader {
  private final Uploads uploads;
  private final ObjectStore store;
  private final DuckDb duck;

  public ArchiveUploader(Uploads uploads, ObjectStore store, DuckDb duck) {
    this.uploads = uploads;
    this.store = store;
    this.duck = duck;
  }

  /// @return the file as it is in the bucket now
  ArchiveFile put(String stream, Hour hour, String key, Kind kind, long rows, Path file) {
    uploads.begin(stream, hour, key);
    String sha256 = sha256(file);
    if (store.putIfAbsent(key, file)) {
      return new ArchiveFile(key, kind, rows, size(file), sha256);
    }
    ObjectStore.Content stored = store.content(key);
    if (!stored.sha256().equals(sha256) && rows(key) != rows) {
      throw LambdaException.fatal(
          "object %s exists, but does not hold the %d records that its key promises. Find out what put it there, and delete it"
              .formatted(key, rows));
    }
    return new ArchiveFile(key, kind, rows, stored.bytes(), stored.sha256());
  }

  /// Deletes files, except for those that the manifest lists.
  public void discard(List<ArchiveFile> files) {
    for (ArchiveFile file : files) {
      if (uploads.discard(file.key())) {
        store.delete(file.key());
        uploads.forget(file.key());
      }
    }
  }

  private long rows(String key) {
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery("select count(*) from " + duck.objects(List.of(key)))) {
      count.next();
      return count.getLong(1);
    } catch (SQLException e) {
      return -1; // not a Parquet file, so it cannot hold the records
    }
  }

  private static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.sha256Hex(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
