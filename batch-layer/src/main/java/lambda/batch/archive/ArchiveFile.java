package lambda.batch.archive;

import java.util.Collection;

/// An object of the archive.
///
/// @param sha256 of its bytes, in hex; empty where nobody knows
public record ArchiveFile(String key, Kind kind, long rows, long bytes, String sha256) {

  /// How many rows files hold together.
  public static long rows(Collection<ArchiveFile> files) {
    return files.stream().mapToLong(ArchiveFile::rows).sum();
  }

  /// Whether content of that SHA-256 is what was archived, as far as anybody knows.
  public boolean is(String found) {
    return sha256.isEmpty() || sha256.equals(found);
  }

  /// What an object holds.
  public enum Kind {
    /// Events.
    RAW,
    /// Malformed records with their reasons.
    DLQ;

    /// Its folder in the bucket, and its name in the manifest.
    public String folder() {
      return switch (this) {
        case RAW -> "raw";
        case DLQ -> "dlq";
      };
    }

    static Kind of(String folder) {
      return RAW.folder().equals(folder) ? RAW : DLQ;
    }
  }
}
