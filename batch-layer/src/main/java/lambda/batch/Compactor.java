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
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import lambda.batch.ArchiveFile.Kind;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.store.Sql;

/// Makes few sorted files out of the many of an hour, and swaps them in the manifest in one
/// transaction. The old objects stay until [Tidier] deletes them, so that no reader loses what it
/// reads.
final class Compactor {
  private final BatchConfig config;
  private final Manifest manifest;
  private final Uploads uploads;
  private final Duck duck;

  Compactor(BatchConfig config, Manifest manifest, Uploads uploads, Duck duck) {
    this.config = config;
    this.manifest = manifest;
    this.uploads = uploads;
    this.duck = duck;
  }

  /// Compacts the hour's events if they lie in more files than they need.
  CompactionReport compact(StreamDefinition stream, Hour hour, Progress progress) {
    List<ArchiveFile> old = manifest.files(stream.name(), hour, Kind.RAW);
    long bytes = old.stream().mapToLong(ArchiveFile::bytes).sum();
    long needed = Math.max(1, Math.ceilDiv(bytes, config.fileBytes()));
    if (old.size() <= needed) {
      return new CompactionReport(stream.name(), hour.toString(), old.size(), old.size());
    }
    try (WorkFolder folder = new WorkFolder(config.work(), "compaction")) {
      progress.report("sorting %d files".formatted(old.size()), 0, old.size());
      List<Path> sorted = sort(stream, old, folder);
      List<ArchiveFile> replacement = new ArrayList<>();
      for (Path file : sorted) {
        progress.report("putting " + file.getFileName(), replacement.size(), sorted.size());
        replacement.add(uploads.put(key(stream, hour), Kind.RAW, rows(file), file));
      }
      refuseLoss(hour, old, replacement);
      boolean swapped = manifest.replace(stream, hour, old, replacement);
      int files = swapped ? replacement.size() : old.size();
      return new CompactionReport(stream.name(), hour.toString(), old.size(), files);
    }
  }

  /// Sorted as views group, so that a reader of one key finds it in few places.
  private List<Path> sort(StreamDefinition stream, List<ArchiveFile> old, WorkFolder folder) {
    List<String> order =
        Stream.concat(
                stream.views().stream().map(ViewDefinition::keyColumns).flatMap(List::stream),
                Stream.of(ViewSql.TIME, "_partition", "_offset"))
            .distinct()
            .toList();
    Path target = folder.file("sorted");
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "copy (from %s order by %s) to %s (format parquet, compression zstd, file_size_bytes '%dKiB')"
              .formatted(
                  duck.objects(old.stream().map(ArchiveFile::key).toList()),
                  each(order, Sql::name, ", "),
                  text(target.toString()),
                  config.fileBytes() >> 10));
    } catch (SQLException e) {
      throw LambdaException.retry(
          "cannot compact %s: %s".formatted(old.getFirst().key(), e.getMessage()), e);
    }
    return files(target);
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

  private long rows(Path file) {
    try (Connection connection = duck.local();
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "select count(*) from read_parquet(%s)".formatted(text(file.toString())))) {
      count.next();
      return count.getLong(1);
    } catch (SQLException e) {
      throw LambdaException.retry("cannot read back " + file, e);
    }
  }

  private static void refuseLoss(Hour hour, List<ArchiveFile> old, List<ArchiveFile> replacement) {
    long before = old.stream().mapToLong(ArchiveFile::rows).sum();
    long after = replacement.stream().mapToLong(ArchiveFile::rows).sum();
    if (before != after) {
      throw LambdaException.fatal(
          "compacting hour %s made %d events of %d; nothing was replaced. './lambda verify archive' tells which file is not whole"
              .formatted(hour, after, before));
    }
  }

  /// A name that was never used: what a compaction that died left is an orphan, and nobody's.
  private static String key(StreamDefinition stream, Hour hour) {
    return String.format(
        Locale.ROOT,
        "%s/%s/%s/%s-compacted-%s.parquet",
        Kind.RAW.folder(),
        stream.name(),
        hour.path(),
        stream.name(),
        UUID.randomUUID());
  }
}
