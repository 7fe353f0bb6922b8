package lambda.batch.hour;

import java.util.List;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;

/// An hour whose records are settled: one range of offsets for each partition, possibly empty.
public record ClosedHour(StreamDefinition stream, Hour hour, List<OffsetRange> ranges) {
  public ClosedHour {
    ranges = List.copyOf(ranges);
  }

  public long size() {
    return ranges.stream().mapToLong(OffsetRange::size).sum();
  }
}
