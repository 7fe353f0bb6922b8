package lambda.batch;

import lambda.batch.archive.Archiver;
import lambda.batch.compute.Recomputer;
import lambda.batch.compute.Reconciler;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.HourCloser;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.store.BatchViews;
import lambda.store.Boundaries;
import org.jdbi.v3.core.Jdbi;

/// The steps that take an hour from closed to sealed: close, archive, recompute, reconcile, seal.
/// Each can be repeated, cut off anywhere, and run by two workers at once. Thread-safe.
public final class HourPipeline {
  private final Jdbi jdbi;
  private final HourCloser closer;
  private final Archiver archiver;
  private final Recomputer recomputer;
  private final Reconciler reconciler;

  HourPipeline(
      Jdbi jdbi,
      HourCloser closer,
      Archiver archiver,
      Recomputer recomputer,
      Reconciler reconciler) {
    this.jdbi = jdbi;
    this.closer = closer;
    this.archiver = archiver;
    this.recomputer = recomputer;
    this.reconciler = reconciler;
  }

  /// Settles which records the hour holds.
  public void close(StreamDefinition stream, Hour hour) {
    closer.close(stream, hour);
  }

  /// Archives the hour, and the hour before it, whose ids identify duplicates.
  public void archive(StreamDefinition stream, Hour hour, Progress progress) {
    boolean first =
        jdbi.withHandle(handle -> Boundaries.firstHour(handle, stream.name()))
            .map(hour::equals)
            .orElse(true);
    if (!first) {
      archiveOne(stream, hour.previous(), progress);
    }
    archiveOne(stream, hour, progress);
  }

  private void archiveOne(StreamDefinition stream, Hour hour, Progress progress) {
    if (!done(stream, hour, BatchHours.Step.ARCHIVED)) {
      archiver.archive(closer.close(stream, hour), progress);
    }
  }

  /// Computes the hour's batch partials from the archive and swaps them in.
  public void recompute(StreamDefinition stream, Hour hour, Progress progress) {
    recomputer.recompute(stream, hour, progress);
  }

  /// Compares both layers, and records and heals the differences.
  public void reconcile(StreamDefinition stream, Hour hour, Progress progress) {
    reconciler.reconcile(closer.close(stream, hour), progress);
  }

  /// Declares the batch partials of a reconciled hour the truth. An hour that was made due again
  /// since it was reconciled is not sealed, nor one that lacks a view.
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

  /// Makes a sealed hour due again: it will be recomputed, reconciled and sealed once more. Until
  /// then its present batch partials are served.
  public void reopen(StreamDefinition stream, Hour hour) {
    jdbi.useHandle(handle -> BatchHours.reopen(handle, stream.name(), hour));
  }

  private boolean done(StreamDefinition stream, Hour hour, BatchHours.Step step) {
    return jdbi.withHandle(handle -> BatchHours.done(handle, stream.name(), hour, step));
  }
}
