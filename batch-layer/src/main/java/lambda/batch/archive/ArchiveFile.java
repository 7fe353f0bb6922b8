package lambda.batch.archive;

import java.util.Arrays;
import java.util.Collection;
import lambda.core.failure.LambdaException;

/// A file of the archive: an object in the bucket.
///
/// @param sha256 the SHA-256 of its bytes, in hex; empty if unknown
public record ArchiveFile(String key, Kind kind, long rows, long bytes, String sha256) {

  /// The number of rows that the files hold together.
  public static long rows(Collection<ArchiveFile> files) {
    return files.stream().mapToLong(ArchiveFile::rows).sum();
  }

  /// Whether content with this SHA-256 is what was archived. True if the archived one is unknown.
  public boolean is(String found) {
    return sha256.isEmpty() || sha256.equals(found);
  }

  /// What a file holds.
  public enum Kind {
    /// Events.
    RAW,
    /// Malformed records, with the reason of each.
    DLQ;

    /// Its folder in the bucket, and its name in the manifest.
    public String folder() {
      return switch (this) {
        case RAW -> "raw";
        case DLQ -> "dlq";
      };
    }

    /// @throws LambdaException of category fatal if this version knows no such kind
    static Kind of(String folder) {
      return Arrays.stream(values())
          .filter(kind -> kind.folder().equals(folder))
          .findFirst()
          .orElseThrow(() ->
              LambdaException.fatal(
                  "the manifest lists files of kind '%s', which this version does not know; run the version that wrote them"
                      .formatted(folder)));
    }
  }
}
