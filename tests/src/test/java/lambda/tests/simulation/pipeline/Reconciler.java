package lambda.tests.simulation.pipeline;

import java.time.Duration;
import lambda.batch.hour.ClosedHour;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.tests.simulation.postgres.HourRow;
import lambda.tests.simulation.postgres.Tables;
import lambda.tests.simulation.schedule.Situation;

/// Compares and heals; see `lambda.batch.compute.Reconciler`.
final class Reconciler {
  private final World world;

  Reconciler(World world) {
    this.world = world;
  }

  void reconcile(ClosedHour closed) {
    for (OffsetRange range : closed.ranges()) {
      long reached =
          world
              .postgres()
              .query("reached", range, tables -> tables.boundaries().lock(range.partition()));
      if (reached < range.next()) {
        throw LambdaException.retryAfter(
            Duration.ofMinutes(1),
            "the speed layer is at %d, short of %s".formatted(reached, range));
      }
    }
    world
        .postgres()
        .transaction("reconciles", closed.hour(), tables -> compare(tables, closed.hour()));
  }

  private long compare(Tables tables, Hour hour) {
    HourRow row = tables.hours().lock(hour);
    if (!row.recomputed() || row.reopened()) {
      world.network().saw(Situation.HOUR_IS_REOPENED_BEFORE_IT_IS_RECONCILED);
      throw LambdaException.retryAfter(
          Duration.ofSeconds(1), "hour %s is due to be recomputed".formatted(hour));
    }
    long differences = 0;
    var seen = tables.hours().seen(hour);
    if (seen.records() != row.records() || seen.deadLetters() != row.deadLetters()) {
      throw new AssertionError(
          "hour %s: the speed layer saw %s, the batch layer %s".formatted(hour, seen, row));
    }
    if (!row.retired()) {
      differences += tables.differences(hour);
      if (row.duplicates() > seen.duplicates()) {
        world.network().saw(Situation.SPEED_COUNTS_AN_OLD_DUPLICATE);
      }
      tables.speed().correct(hour, tables.batch());
    }
    tables.hours().reconciled(hour, row.differences() + differences);
    return differences;
  }
}
