package lambda.batch;

import static lambda.store.Sql.each;
import static lambda.store.Sql.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import lambda.batch.ArchiveFile.Kind;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import lambda.store.Sql;

/// Makes new objects out of old ones of the same hour. What it makes is nobody's until the manifest
/// takes it in the place of the old: a rewrite that dies leaves an orphan.
final class Rewriter {
  private final BatchConfig config;
  private final Uploads uploads;
  private final Duck duck;

  Rewriter(BatchConfig config, Uploads uploads, Duck duck) {
    this.config = config;
    this.uploads = uploads;
    this.duck = duck;
  }

  /// Puts rows of old objects into new ones of about the target size.
  ///
  /// @param keep a condition on the rows
  /// @return the new files; none if there are no rows
  List<ArchiveFile> rewrite(
      StreamDefinition stream, Hour hour, Kind kind, Collection<ArchiveFile> old, String keep)
      throws SQLException {
    try (WorkFolder folder = new WorkFolder(config.work(), "rewrite");
        Connection connection = duck.remote();
        Statement statement = connection.createStatement()) {
      Path target = folder.file("rewritten");
      statement.execute(
          "copy (from %s where %s order by %s) to %s (format parquet, compression zstd, file_size_bytes '%dKiB')"
              .formatted(
                  duck.objects(old.stream().map(ArchiveFile::key).toList()),
                  keep,
                  each(order(stream, kind), Sql::name, ", "),
                  text(target.toString()),
                  config.fileBytes() >> 10));
      List<Made> made = new ArrayList<>();
      for (Path file : files(target)) {
        made.add(new Made(file, rows(statement, file)));
      }
      return SideBySide.map(
          made.stream().filter(file -> file.rows > 0).toList(),
          file -> uploads.put(key(stream.name(), hour, kind), kind, file.rows, file.path));
    }
  }

  /// A file on its way.
  private record Made(Path path, long rows) {}

  /// Events as views group, so that a reader of one key finds it in few places.
  private static List<String> order(StreamDefinition stream, Kind kind) {
    List<String> position = List.of("_partition", "_offset");
    return switch (kind) {
      case RAW ->
          Stream.of(
                  stream.views().stream().map(ViewDefinition::keyColumns).flatMap(List::stream),
                  Stream.of(ViewSql.TIME),
                  position.stream())
              .flatMap(columns -> columns)
              .distinct()
              .toList();
      case DLQ -> position;
    };
  }

  /// DuckDB makes a folder where it is given a size; the file itself otherwise.
  private static List<Path> files(Path target) {
    if (Files.isRegularFile(target)) {
      return List.of(target);
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long rows(Statement statement, Path file) throws SQLException {
    try (ResultSet count =
        statement.executeQuery(
            "select count(*) from read_parquet(%s)".formatted(text(file.toString())))) {
      count.next();
      return count.getLong(1);
    }
  }

  /// A name that was never used.
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
