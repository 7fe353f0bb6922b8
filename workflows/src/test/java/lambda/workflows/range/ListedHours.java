package lambda.workflows.range;

import java.util.List;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.maintenance.RetentionReport;
import lambda.workflows.activity.StreamActivities;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.StreamInput;

/// A stream that has these hours, all of them served and due; an erasure leaves the first one to be
/// recomputed.
record ListedHours(List<String> hours) implements StreamActivities {
  @Override
  public List<String> unarchived(RangeInput range) {
    return hours(range);
  }

  @Override
  public void passDeleted(StreamInput stream) {}

  @Override
  public List<String> unsealed(StreamInput stream) {
    return hours;
  }

  @Override
  public List<String> hours(RangeInput range) {
    return hours.stream()
        .filter(hour -> hour.compareTo(range.from()) >= 0 && hour.compareTo(range.to()) < 0)
        .toList();
  }

  @Override
  public List<String> served(RangeInput range) {
    return hours(range);
  }

  @Override
  public List<String> notServed(RangeInput range) {
    return List.of();
  }

  @Override
  public ErasureReport eraseRows(StreamInput stream, Erasure erasure) {
    return new ErasureReport(0, 0, 0, 7);
  }

  @Override
  public List<String> notRecomputed(StreamInput stream, Erasure erasure) {
    return hours.subList(0, Math.min(1, hours.size()));
  }

  @Override
  public long secondsUntilTidy(StreamInput stream) {
    return 86_400;
  }

  @Override
  public RetentionReport tidy(StreamInput stream) {
    return new RetentionReport(List.of(), 0);
  }
}
