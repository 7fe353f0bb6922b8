package lambda.batch.archive;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import lambda.batch.duckdb.DuckDbFailures;
import lambda.batch.s3.ObjectStore;
import lambda.core.failure.LambdaException;

/// Explains why DuckDB could not read files of the archive. If S3 refused, it asks S3 about each
/// file: DuckDB does not say whether an object is missing, archived or forbidden. Archived objects
/// are asked back. Thread-safe.
public final class ReadFailures {
  /// How often to look whether archived objects have been restored, which takes hours.
  private static final Duration RESTORATION_CHECK = Duration.ofMinutes(10);

  private final Manifest manifest;
  private final ObjectStore store;

  public ReadFailures(Manifest manifest, ObjectStore store) {
    this.manifest = manifest;
    this.store = store;
  }

  /// The failure as one of the platform.
  ///
  /// @param what the action that failed, such as `recompute hour 2026-11-21T04:00:00Z of pageviews`
  /// @param keys of the files that it reads
  public LambdaException of(String what, SQLException e, Collection<String> keys) {
    if (!DuckDbFailures.refusedByServer(e)) {
      return DuckDbFailures.of(what, e);
    }
    List<String> archived = keys.stream().filter(key -> isArchived(what, key)).sorted().toList();
    if (archived.isEmpty()) {
      return DuckDbFailures.of(what, e);
    }
    archived.forEach(store::restore);
    return LambdaException.retryAfter(
        RESTORATION_CHECK,
        "cannot %s yet: %d objects are in an archive storage class, for example %s. Their restoration was requested; the step waits, usually for hours"
            .formatted(what, archived.size(), archived.getFirst()));
  }

  private boolean isArchived(String what, String key) {
    try {
      return store.isArchived(key);
    } catch (ObjectStore.NoSuchObject e) {
      throw manifest.isPresent(key)
          ? LambdaException.fatal(
              "cannot %s: the manifest lists %s, but it is not in the bucket. Start RepairHours to archive the hour again; './lambda verify archive' lists what else is missing"
                  .formatted(what, key))
          : LambdaException.retryAfter(
              Manifest.SOON,
              "cannot %s: %s was replaced while it was being read".formatted(what, key));
    }
  }
}
