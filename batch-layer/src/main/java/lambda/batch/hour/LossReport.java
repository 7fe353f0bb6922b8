package lambda.batch.hour;

import java.util.List;
import java.util.stream.Stream;

/// What was declared lost.
///
/// @param offsets how many offsets; transactions' markers among them held no record
/// @param ranges which, such as `partition 0 offsets 100-250`
public record LossReport(long offsets, List<String> ranges) {
  public static final LossReport NONE = new LossReport(0, List.of());

  public LossReport {
    ranges = List.copyOf(ranges);
  }

  public LossReport plus(LossReport other) {
    return new LossReport(
        offsets + other.offsets, Stream.concat(ranges.stream(), other.ranges.stream()).toList());
  }
}
