package lambda.batch.archive;

import static lambda.batch.duckdb.ArchiveColumns.EVENT_TIME;
import static lambda.batch.duckdb.ArchiveColumns.OFFSET;
import static lambda.batch.duckdb.ArchiveColumns.PARTITION;
import static lambda.store.Sql.each;
import static lambda.store.Sql.text;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.scratch.ScratchFolder;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import lambda.store.Sql;

/// Rewrites files of an hour into new ones. The new files count only once the manifest has them in
/// place of the old; if the process dies before, they are orphans. Thread-safe.
public final class FileRewriter {
  private final Path work;
  private final ArchiveUploader uploader;
  private final DuckDb duck;
  private final ReadFailures failures;

  /// @param work a folder for files on their way to S3
  public FileRewriter(Path work, ArchiveUploader uploader, DuckDb duck, ReadFailures failures) {
    this.work = work;
    this.uploader = uploader;
    this.duck = duck;
    this.failures = failures;
  }

  /// Writes rows of old files into new ones, each sorted, several at a time. Each new file names in
  /// its metadata the files that it replaces, so that the manifest can be rebuilt from the bucket.
  ///
  /// @param lots the files that go into each new file
  /// @param keep an SQL condition for the rows to keep
  /// @return the new files; a lot without rows has none
  public List<ArchiveFile> rewrite(
      StreamDefinition stream, Hour hour, Kind kind, List<List<ArchiveFile>> lots, String keep) {
    return Parallel.map(lots, lot -> merge(stream, hour, kind, lot, keep)).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  /// Deletes rewritten files that the manifest did not take. They may hold data that was erased in
  /// the meantime.
  public void discard(List<ArchiveFile> rewritten) {
    uploader.discard(rewritten);
  }

  private Optional<ArchiveFile> merge(
      StreamDefinition stream, Hour hour, Kind kind, List<ArchiveFile> old, String keep) {
    try (ScratchFolder folder = new ScratchFolder(work, "rewrite");
        Connection connection = duck.remote();
        Statement statement = connection.createStatement()) {
      Path file = folder.file("rewritten.parquet");
      List<String> keys = old.stream().map(ArchiveFile::key).toList();
      statement.execute(
          """
          copy (from %s where %s order by %s) to %s (format parquet, compression zstd, kv_metadata {
            stream: %s, hour: %s, replaces: %s})\
          """
              .formatted(
                  duck.objects(keys),
                  keep,
                  each(order(stream, kind), Sql::name, ", "),
                  text(file.toString()),
                  text(stream.name()),
                  text(hour.toString()),
                  text(String.join("\n", keys))));
      long rows = rows(statement, file);
      return rows == 0
          ? Optional.empty()
          : Optional.of(
              uploader.put(stream.name(), hour, key(stream.name(), hour, kind), kind, rows, file));
    } catch (SQLException e) {
      throw failures.of(
          "rewrite %d files of hour %s of %s".formatted(old.size(), hour, stream.name()),
          e,
          old.stream().map(ArchiveFile::key).toList());
    }
  }

  /// Events are sorted as views group them, so that the rows of a key are close together.
  private static List<String> order(StreamDefinition stream, Kind kind) {
    List<String> position = List.of(PARTITION, OFFSET);
    return switch (kind) {
      case RAW ->
          Stream.of(
                  stream.views().stream().map(ViewDefinition::keyColumns).flatMap(List::stream),
                  Stream.of(EVENT_TIME),
                  position.stream())
              .flatMap(columns -> columns)
              .distinct()
              .toList();
      case DLQ -> position;
    };
  }

  private static long rows(Statement statement, Path file) throws SQLException {
    try (ResultSet count =
        statement.executeQuery(
            "select count(*) from read_parquet(%s)".formatted(text(file.toString())))) {
      count.next();
      return count.getLong(1);
    }
  }

  /// A key that was never used.
  private static String key(String stream, Hour hour, Kind kind) {
    return String.format(
        Locale.ROOT,
        "%s/%s/%s/%s-rewritten-%s.parquet",
        kind.folder(),
        stream,
        hour.path(),
        stream,
        UUID.randomUUID());
  }
}
