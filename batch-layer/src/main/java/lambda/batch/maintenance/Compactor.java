package lambda.batch.maintenance;

import java.util.ArrayList;
import java.util.List;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.FileRewriter;
import lambda.batch.archive.Manifest;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;

/// Merges the files of an hour into fewer, sorted ones, and swaps them in the manifest in one
/// transaction. Thread-safe.
public final class Compactor {
  private final Manifest manifest;
  private final FileRewriter rewriter;
  private final long fileBytes;

  /// @param fileBytes about how many bytes go into one file
  public Compactor(Manifest manifest, FileRewriter rewriter, long fileBytes) {
    this.manifest = manifest;
    this.rewriter = rewriter;
    this.fileBytes = fileBytes;
  }

  /// Compacts the hour's events if they are in more files than necessary.
  public CompactionReport compact(StreamDefinition stream, Hour hour, Progress progress) {
    List<ArchiveFile> old = manifest.files(stream.name(), hour, Kind.RAW);
    List<List<ArchiveFile>> lots = lots(old, fileBytes);
    if (lots.size() == old.size()) {
      return new CompactionReport(stream.name(), hour.toString(), old.size(), old.size());
    }
    progress.report("sorting %d files into %d".formatted(old.size(), lots.size()), 0, old.size());
    List<ArchiveFile> replacement = rewriter.rewrite(stream, hour, Kind.RAW, lots, "true");
    refuseLoss(hour, old, replacement);
    boolean swapped = manifest.replace(stream.name(), hour, old, replacement);
    if (!swapped) {
      rewriter.discard(replacement);
    }
    return new CompactionReport(
        stream.name(), hour.toString(), old.size(), swapped ? replacement.size() : old.size());
  }

  /// Divides files, in their order, into lots of at most a number of bytes; a larger file is a lot
  /// by itself. DuckDB sorts each lot on all threads. If it had to split one large output into
  /// files, it would write them on a single thread.
  static List<List<ArchiveFile>> lots(List<ArchiveFile> files, long bytes) {
    List<List<ArchiveFile>> lots = new ArrayList<>();
    long room = 0;
    for (ArchiveFile file : files) {
      if (lots.isEmpty() || file.bytes() > room) {
        lots.add(new ArrayList<>());
        room = bytes;
      }
      lots.getLast().add(file);
      room -= file.bytes();
    }
    return lots;
  }

  private static void refuseLoss(Hour hour, List<ArchiveFile> old, List<ArchiveFile> replacement) {
    long before = ArchiveFile.rows(old);
    long after = ArchiveFile.rows(replacement);
    if (before != after) {
      throw LambdaException.fatal(
          "compacting hour %s turned %3$d events into %2$d, so nothing was replaced. './lambda verify archive' names the damaged file"
              .formatted(hour, after, before));
    }
  }
}
