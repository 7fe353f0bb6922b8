package lambda.batch;

import java.sql.SQLException;
import java.util.List;
import lambda.batch.ArchiveFile.Kind;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;

/// Makes few sorted files out of the many of an hour, and swaps them in the manifest in one
/// transaction. The old objects stay until [Tidier] deletes them, so that no reader loses what it
/// reads.
final class Compactor {
  private final Manifest manifest;
  private final Rewriter rewriter;
  private final long fileBytes;

  /// @param fileBytes how large a file is to be, about
  Compactor(Manifest manifest, Rewriter rewriter, long fileBytes) {
    this.manifest = manifest;
    this.rewriter = rewriter;
    this.fileBytes = fileBytes;
  }

  /// Compacts the hour's events if they lie in more files than they need.
  CompactionReport compact(StreamDefinition stream, Hour hour, Progress progress) {
    List<ArchiveFile> old = manifest.files(stream.name(), hour, Kind.RAW);
    long bytes = old.stream().mapToLong(ArchiveFile::bytes).sum();
    long needed = Math.max(1, Math.ceilDiv(bytes, fileBytes));
    if (old.size() <= needed) {
      return new CompactionReport(stream.name(), hour.toString(), old.size(), old.size());
    }
    progress.report("sorting %d files".formatted(old.size()), 0, old.size());
    List<ArchiveFile> replacement = sorted(stream, hour, old);
    refuseLoss(hour, old, replacement);
    boolean swapped = manifest.replace(stream.name(), hour, old, replacement);
    return new CompactionReport(
        stream.name(), hour.toString(), old.size(), swapped ? replacement.size() : old.size());
  }

  private List<ArchiveFile> sorted(StreamDefinition stream, Hour hour, List<ArchiveFile> old) {
    try {
      return rewriter.rewrite(stream, hour, Kind.RAW, old, "true");
    } catch (SQLException e) {
      throw DuckFailures.of("compact hour %s of %s".formatted(hour, stream.name()), e);
    }
  }

  private static void refuseLoss(Hour hour, List<ArchiveFile> old, List<ArchiveFile> replacement) {
    long before = ArchiveFile.rows(old);
    long after = ArchiveFile.rows(replacement);
    if (before != after) {
      throw LambdaException.fatal(
          "compacting hour %s made %d events of %d; nothing was replaced. './lambda verify archive' tells which file is not whole"
              .formatted(hour, after, before));
    }
  }
}
