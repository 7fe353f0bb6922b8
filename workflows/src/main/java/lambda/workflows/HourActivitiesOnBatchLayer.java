package lambda.workflows;

import java.util.function.Consumer;
import lambda.batch.BatchLayer;
import lambda.batch.CompactionReport;
import lambda.batch.Erasure;
import lambda.batch.ErasureReport;
import lambda.batch.HourReport;
import lambda.batch.Mending;
import lambda.batch.Progress;
import lambda.batch.RepairReport;
import lambda.batch.ReplayReport;

/// The steps, done by the batch layer. Heartbeats go out while a step works.
public final class HourActivitiesOnBatchLayer implements HourActivities {
  private final BatchLayer batch;
  private final BatchMetrics metrics;

  HourActivitiesOnBatchLayer(BatchLayer batch, BatchMetrics metrics) {
    this.batch = batch;
    this.metrics = metrics;
  }

  @Override
  public boolean close(HourInput hour) {
    return Failures.translate(() -> {
      batch.close(hour.stream(), hour.asHour());
      return batch.sealed(hour.stream(), hour.asHour());
    });
  }

  @Override
  public void archive(HourInput hour) {
    step(progress -> batch.archive(hour.stream(), hour.asHour(), progress));
  }

  @Override
  public void recompute(HourInput hour) {
    step(progress -> batch.recompute(hour.stream(), hour.asHour(), progress));
  }

  @Override
  public void reconcile(HourInput hour) {
    step(progress -> batch.reconcile(hour.stream(), hour.asHour(), progress));
  }

  @Override
  public HourReport seal(HourInput hour) {
    return Failures.translate(() -> {
      HourReport report = batch.seal(hour.stream(), hour.asHour());
      metrics.sealed(report);
      return report;
    });
  }

  @Override
  public HourReport report(HourInput hour) {
    return Failures.translate(() -> batch.report(hour.stream(), hour.asHour()));
  }

  @Override
  public void reopen(HourInput hour) {
    step(_ -> batch.reopen(hour.stream(), hour.asHour()));
  }

  @Override
  public CompactionReport compact(HourInput hour) {
    return Heartbeats.during(progress -> {
      CompactionReport report = batch.compact(hour.stream(), hour.asHour(), progress);
      metrics.compacted(report);
      return report;
    });
  }

  @Override
  public RepairReport repair(HourInput hour) {
    return Heartbeats.during(progress -> batch.repair(hour.stream(), hour.asHour(), progress));
  }

  @Override
  public ErasureReport erase(HourInput hour, Erasure erasure) {
    return Heartbeats.during(
        progress -> batch.erase(hour.stream(), hour.asHour(), erasure, progress));
  }

  @Override
  public ReplayReport replay(HourInput hour, Mending mending) {
    return Heartbeats.during(progress -> {
      ReplayReport report = batch.replay(hour.stream(), hour.asHour(), mending, progress);
      metrics.replayed(hour.stream(), report);
      return report;
    });
  }

  private static void step(Consumer<Progress> step) {
    Heartbeats.during(progress -> {
      step.accept(progress);
      return true;
    });
  }
}
