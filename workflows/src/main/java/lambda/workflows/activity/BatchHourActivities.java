package lambda.workflows.activity;

import io.temporal.activity.Activity;
import java.util.List;
import java.util.function.Consumer;
import lambda.batch.BatchLayer;
import lambda.batch.deadletter.ReplayReport;
import lambda.batch.deadletter.ReplayRequest;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.hour.HourReport;
import lambda.batch.hour.LossReport;
import lambda.batch.hour.Progress;
import lambda.batch.maintenance.CompactionReport;
import lambda.batch.maintenance.RepairReport;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.OffsetRange;
import lambda.workflows.input.HourInput;

/// Runs the steps with the batch layer, and sends heartbeats meanwhile.
public final class BatchHourActivities implements HourActivities {
  private final BatchLayer batch;
  private final BatchMetrics metrics;

  public BatchHourActivities(BatchLayer batch, BatchMetrics metrics) {
    this.batch = batch;
    this.metrics = metrics;
  }

  @Override
  public boolean close(HourInput hour) {
    return Heartbeats.during(_ -> {
      batch.pipeline().close(stream(hour), hour.asHour());
      return batch.pipeline().isSealed(stream(hour), hour.asHour());
    });
  }

  @Override
  public void archive(HourInput hour) {
    step(progress -> batch.pipeline().archive(stream(hour), hour.asHour(), progress));
  }

  @Override
  public void recompute(HourInput hour) {
    step(progress -> batch.pipeline().recompute(stream(hour), hour.asHour(), progress));
  }

  @Override
  public String waitsFor(HourInput hour) {
    return Heartbeats.during(
        _ -> batch.pipeline().waitsFor(stream(hour), hour.asHour()).orElse(""));
  }

  @Override
  public LossReport declareLost(HourInput hour) {
    String by = String.valueOf(Activity.getExecutionContext().getInfo().getWorkflowId());
    return Heartbeats.during(progress -> {
      List<OffsetRange> lost =
          batch.pipeline().declareLost(stream(hour), hour.asHour(), by, progress);
      return new LossReport(
          lost.stream().mapToLong(OffsetRange::size).sum(),
          lost.stream().map(OffsetRange::toString).toList());
    });
  }

  @Override
  public void reconcile(HourInput hour) {
    step(progress -> batch.pipeline().reconcile(stream(hour), hour.asHour(), progress));
  }

  @Override
  public HourReport seal(HourInput hour) {
    return Heartbeats.during(_ -> {
      batch.pipeline().seal(stream(hour), hour.asHour());
      HourReport report = batch.hours().report(stream(hour), hour.asHour());
      if (report.sealed()) {
        metrics.sealed(report);
      }
      return report;
    });
  }

  @Override
  public HourReport report(HourInput hour) {
    return Heartbeats.during(_ -> batch.hours().report(stream(hour), hour.asHour()));
  }

  @Override
  public void reopen(HourInput hour) {
    step(_ -> batch.pipeline().reopen(stream(hour), hour.asHour()));
  }

  @Override
  public CompactionReport compact(HourInput hour) {
    return Heartbeats.during(progress -> {
      CompactionReport report = batch.maintenance().compact(stream(hour), hour.asHour(), progress);
      metrics.compacted(report);
      return report;
    });
  }

  @Override
  public RepairReport repair(HourInput hour) {
    return Heartbeats.during(
        progress -> batch.maintenance().repair(stream(hour), hour.asHour(), progress));
  }

  @Override
  public ErasureReport erase(HourInput hour, Erasure erasure) {
    return Heartbeats.during(
        progress -> batch.eraser().erase(stream(hour), hour.asHour(), erasure, progress));
  }

  @Override
  public ReplayReport replay(HourInput hour, ReplayRequest request) {
    return Heartbeats.during(progress -> {
      ReplayReport report = batch.replay().replay(stream(hour), hour.asHour(), request, progress);
      metrics.replayed(hour.stream(), report);
      return report;
    });
  }

  private StreamDefinition stream(HourInput hour) {
    return batch.stream(hour.stream());
  }

  private static void step(Consumer<Progress> step) {
    Heartbeats.during(progress -> {
      step.accept(progress);
      return true;
    });
  }
}
