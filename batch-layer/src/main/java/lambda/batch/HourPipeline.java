package lambda.batch;

import java.util.List;
import java.util.Optional;
import lambda.batch.archive.ArchivedRanges;
import lambda.batch.archive.Archiver;
import lambda.batch.archive.LostRecords;
import lambda.batch.archive.ManifestObjects;
import lambda.batch.compute.Recomputer;
import lambda.batch.compute.Reconciler;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.ClosedHour;
import lambda.batch.hour.HourCloser;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.store.BatchViews;
import lambda.store.Boundaries;
import org.jdbi.v3.core.Jdbi;

/// The steps that take an hour from closed to sealed: close, archive, recompute, reconcile, seal.
/// Each step can be repeated, interrupted at any point, and run by two workers at once. Each does
/// the steps before it that are not done, because after a restore of Postgres a caller may remember
/// steps that Postgres does not. Thread-safe.
public final class HourPipeline {
  private final Jdbi jdbi;
  private final HourCloser closer;
  private final Archiver archiver;
  private final LostRecords losses;
  private final ArchivedRanges ranges;
  private final ManifestObjects manifests;
  private final Recomputer recomputer;
  private final Reconciler reconciler;

  HourPipeline(
      Jdbi jdbi,
      HourCloser closer,
      Archiver archiver,
      LostRecords losses,
      ArchivedRanges ranges,
      ManifestObjects manifests,
      Recomputer recomputer,
      Reconciler reconciler) {
    this.jdbi = jdbi;
    this.closer = closer;
    this.archiver = archiver;
    this.losses = losses;
    this.ranges = ranges;
    this.manifests = manifests;
    this.recomputer = recomputer;
    this.reconciler = reconciler;
  }

  /// Settles which records the hour holds.
  public void close(StreamDefinition stream, Hour hour) {
    settled(stream, hour);
  }

  /// An archived hour is described by its ranges, even after its boundaries have been deleted.
  private ClosedHour settled(StreamDefinition stream, Hour hour) {
    return done(stream, hour, BatchHours.Step.ARCHIVED)
        ? ranges.hour(stream, hour)
        : closer.close(stream, hour);
  }

  /// Archives the hour, and puts its manifest into the bucket; it needs neither the hour before nor
  /// the speed layer.
  public void archive(StreamDefinition stream, Hour hour, Progress progress) {
    if (!done(stream, hour, BatchHours.Step.ARCHIVED)) {
      archiver.archive(closer.close(stream, hour), progress);
    }
    manifests.store(stream.name(), hour);
  }

  /// Declares lost what Kafka deleted of the hour before it was archived; see [LostRecords].
  ///
  /// @param by who declares it, for the record
  /// @return what this call declared
  public List<OffsetRange> declareLost(
      StreamDefinition stream, Hour hour, String by, Progress progress) {
    return losses.declare(settled(stream, hour), by, progress);
  }

  /// Computes the hour's batch partials from the archive and swaps them in. The hour before must be
  /// archived too, since its ids identify duplicates; if it is not yet, it is archived first.
  /// Whether there is an hour before is certain only once this one is archived: until then, a
  /// partition may still get an earlier one.
  public void recompute(StreamDefinition stream, Hour hour, Progress progress) {
    archive(stream, hour, progress);
    boolean first =
        jdbi.withHandle(handle -> Boundaries.firstHour(handle, stream.name()))
            .map(hour::equals)
            .orElse(true);
    if (!first) {
      progress.report("waiting for the archive of the hour before, for its ids", 0, 1);
      archive(stream, hour.previous(), progress);
    }
    recomputer.recompute(stream, hour, progress);
  }

  /// What [#reconcile] waits for; empty if it can begin.
  public Optional<String> waitsFor(StreamDefinition stream, Hour hour) {
    return reconciler.waitsFor(settled(stream, hour));
  }

  /// Compares both layers, and records and heals the differences. An hour that was reopened since
  /// it was recomputed is recomputed first.
  public void reconcile(StreamDefinition stream, Hour hour, Progress progress) {
    if (!done(stream, hour, BatchHours.Step.RECOMPUTED)) {
      recompute(stream, hour, progress);
    }
    reconciler.reconcile(settled(stream, hour), progress);
  }

  /// Makes the batch partials of a reconciled hour final. An hour is not sealed if it was reopened
  /// after it was reconciled, or if a view has not been computed for it.
  public void seal(StreamDefinition stream, Hour hour) {
    jdbi.useTransaction(handle -> {
      BatchHours.lock(handle, stream.name(), hour);
      if (BatchHours.done(handle, stream.name(), hour, BatchHours.Step.RECONCILED)
          && BatchViews.allComputed(handle, stream.name(), hour)) {
        BatchHours.mark(handle, stream.name(), hour, BatchHours.Step.SEALED);
      }
    });
  }

  public boolean isSealed(StreamDefinition stream, Hour hour) {
    return done(stream, hour, BatchHours.Step.SEALED);
  }

  /// Makes an hour due again, even if it is sealed; see [BatchHours#reopen].
  public void reopen(StreamDefinition stream, Hour hour) {
    jdbi.useHandle(handle -> BatchHours.reopen(handle, stream.name(), hour));
  }

  private boolean done(StreamDefinition stream, Hour hour, BatchHours.Step step) {
    return jdbi.withHandle(handle -> BatchHours.done(handle, stream.name(), hour, step));
  }
}
