package lambda.tests.simulation.pipeline;

import java.time.InstantSource;
import java.util.Optional;
import lambda.batch.hour.ClosedHour;
import lambda.core.hour.Hour;

/// The steps of an hour; see `lambda.batch.HourPipeline`.
final class HourPipeline {
  private final World world;
  private final HourCloser closer;
  private final Archiver archiver;
  private final Recomputer recomputer;
  private final Reconciler reconciler;

  HourPipeline(World world, InstantSource clock, RangeCopier copier) {
    this.world = world;
    closer = new HourCloser(world, clock);
    archiver = new Archiver(world, copier);
    recomputer = new Recomputer(world);
    reconciler = new Reconciler(world);
  }

  void archive(Hour hour) {
    if (!isArchived(hour)) {
      archiver.archive(closer.close(hour));
    }
  }

  private boolean isArchived(Hour hour) {
    return world
        .postgres()
        .query(
            "archived",
            hour,
            tables -> {
              var row = tables.hours().rows().get(hour);
              return row != null && row.archived();
            });
  }

  /// What an archived hour holds stands in its ranges.
  private ClosedHour settled(Hour hour) {
    return isArchived(hour)
        ? world.postgres().query("ranges", hour, tables -> tables.manifest().hour(hour))
        : closer.close(hour);
  }

  /// Only once the hour is archived is it certain that it is the first: until then, a partition may
  /// still get an earlier one.
  void recompute(Hour hour) {
    archive(hour);
    boolean first =
        world
            .postgres()
            .query(
                "first hour",
                hour,
                tables -> tables.boundaries().firstHour().equals(Optional.of(hour)));
    if (!first) {
      archive(hour.previous());
    }
    recomputer.recompute(hour);
  }

  void reconcile(Hour hour) {
    boolean recomputed =
        world.postgres().query("up to date", hour, tables -> tables.hours().upToDate(hour));
    if (!recomputed) {
      recompute(hour);
    }
    if (!world.settings().has(PlantedBug.SEALED_WITHOUT_RECONCILIATION)) {
      reconciler.reconcile(settled(hour));
    }
  }

  /// Seals the hour if it is reconciled.
  ///
  /// @return whether it is sealed
  boolean seal(Hour hour) {
    return world
        .postgres()
        .transaction(
            "seals",
            hour,
            tables -> {
              boolean due =
                  tables.hours().lock(hour).reconciled()
                      || world.settings().has(PlantedBug.SEALED_WITHOUT_RECONCILIATION);
              if (due) {
                tables.hours().sealed(hour, world.scheduler().now());
              }
              return due;
            });
  }
}
