package lambda.batch.maintenance;

import java.time.Duration;
import lambda.batch.archive.ReplacedFiles;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;

/// What keeps the archive healthy. Each operation can be repeated, cut off anywhere, and run by two
/// workers at once. Thread-safe.
public final class Maintenance {
  private final Compactor compactor;
  private final Repairer repairer;
  private final ArchiveVerifier verifier;
  private final ManifestRebuild rebuild;
  private final ReplacedFiles replaced;
  private final ArchiveCleaner cleaner;
  private final SpeedRetention retention;
  private final ProtocolRetention protocol;

  public Maintenance(
      Compactor compactor,
      Repairer repairer,
      ArchiveVerifier verifier,
      ManifestRebuild rebuild,
      ReplacedFiles replaced,
      ArchiveCleaner cleaner,
      SpeedRetention retention,
      ProtocolRetention protocol) {
    this.compactor = compactor;
    this.repairer = repairer;
    this.verifier = verifier;
    this.rebuild = rebuild;
    this.replaced = replaced;
    this.cleaner = cleaner;
    this.retention = retention;
    this.protocol = protocol;
  }

  /// Merges the files of an hour into fewer, sorted ones.
  public CompactionReport compact(StreamDefinition stream, Hour hour, Progress progress) {
    CompactionReport report = compactor.compact(stream, hour, progress);
    replaced.moveAside(stream.name(), hour);
    return report;
  }

  /// Archives an hour again from Kafka's log if files of it are missing or damaged. The hour is
  /// then due again.
  public RepairReport repair(StreamDefinition stream, Hour hour, Progress progress) {
    RepairReport report = repairer.repair(stream, hour, progress);
    replaced.moveAside(stream.name(), hour);
    return report;
  }

  /// Proves that the archive of a stream holds each record once.
  public ArchiveReport verify(StreamDefinition stream, Progress progress) {
    return verifier.verify(stream, progress);
  }

  /// Rebuilds the manifest of a stream from the bucket, after Postgres was lost or restored to an
  /// earlier state.
  ///
  /// @param apply whether to change Postgres, or only to say what would be done
  public RebuildReport rebuildManifest(StreamDefinition stream, boolean apply, Progress progress) {
    return rebuild.run(stream, apply, progress);
  }

  /// Deletes objects and rows that are no longer needed.
  public RetentionReport cleanUp(StreamDefinition stream, Progress progress) {
    long rows = retention.clean(stream) + protocol.clean(stream, progress);
    replaced.moveAllAside(stream.name());
    return new RetentionReport(cleaner.clean(stream, progress), rows);
  }

  /// How long a replaced object is kept.
  public Duration grace() {
    return cleaner.grace();
  }
}
