package lambda.workflows;

import java.util.List;
import lambda.batch.BatchLayer;
import lambda.core.hour.Hour;

/// Answers from the batch layer.
public final class StreamActivitiesOnBatchLayer implements StreamActivities {
  private final BatchLayer batch;

  public StreamActivitiesOnBatchLayer(BatchLayer batch) {
    this.batch = batch;
  }

  @Override
  public List<String> unsealed(StreamInput stream) {
    return Failures.translate(
        () -> batch.unsealed(stream.stream()).stream().map(Hour::toString).toList());
  }

  @Override
  public List<String> hours(RangeInput range) {
    return Failures.translate(() ->
        batch.hours(range.stream(), range.fromHour(), range.toHour()).stream()
            .map(Hour::toString)
            .toList());
  }

  @Override
  public List<String> tidy(StreamInput stream) {
    return Heartbeats.during(progress -> batch.tidy(stream.stream(), progress));
  }
}
