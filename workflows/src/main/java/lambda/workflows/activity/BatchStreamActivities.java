package lambda.workflows.activity;

import java.util.List;
import lambda.batch.BatchLayer;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.maintenance.RetentionReport;
import lambda.core.hour.Hour;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.StreamInput;

/// Runs the activities on a whole stream with the batch layer.
public final class BatchStreamActivities implements StreamActivities {
  private final BatchLayer batch;

  public BatchStreamActivities(BatchLayer batch) {
    this.batch = batch;
  }

  @Override
  public List<String> unarchived(RangeInput range) {
    return Heartbeats.during(_ ->
        starts(
            batch
                .unarchived()
                .list(batch.stream(range.stream()), range.fromHour(), range.toHour())));
  }

  @Override
  public void passDeleted(StreamInput stream) {
    Heartbeats.during(progress -> {
      batch.losses().passDeleted(batch.stream(stream.stream()), progress);
      return true;
    });
  }

  @Override
  public List<String> unsealed(StreamInput stream) {
    return Heartbeats.during(_ -> starts(batch.hours().unsealed(batch.stream(stream.stream()))));
  }

  @Override
  public List<String> hours(RangeInput range) {
    return Heartbeats.during(_ ->
        starts(batch.hours().over(batch.stream(range.stream()), range.fromHour(), range.toHour())));
  }

  @Override
  public List<String> served(RangeInput range) {
    return Heartbeats.during(_ ->
        starts(
            batch.hours().served(batch.stream(range.stream()), range.fromHour(), range.toHour())));
  }

  @Override
  public List<String> notServed(RangeInput range) {
    return Heartbeats.during(_ ->
        starts(
            batch
                .hours()
                .notServed(batch.stream(range.stream()), range.fromHour(), range.toHour())));
  }

  private static List<String> starts(List<Hour> hours) {
    return hours.stream().map(Hour::toString).toList();
  }

  @Override
  public ErasureReport eraseRows(StreamInput stream, Erasure erasure) {
    return Failures.translate(
        () -> batch.eraser().eraseRows(batch.stream(stream.stream()), erasure));
  }

  @Override
  public List<String> notRecomputed(StreamInput stream, Erasure erasure) {
    return Heartbeats.during(
        _ -> starts(batch.eraser().due(batch.stream(stream.stream()), erasure)));
  }

  @Override
  public long secondsUntilTidy(StreamInput stream) {
    return Heartbeats.during(_ -> batch.maintenance().grace().toSeconds() + 1);
  }

  @Override
  public RetentionReport tidy(StreamInput stream) {
    return Heartbeats.during(
        progress -> batch.maintenance().cleanUp(batch.stream(stream.stream()), progress));
  }
}
