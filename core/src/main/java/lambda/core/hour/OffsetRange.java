package lambda.core.hour;

/// The offsets `first` (inclusive) to `next` (exclusive) of one partition.
public record OffsetRange(int partition, long first, long next) {
  public OffsetRange {
    if (first < 0 || next < first) {
      throw new IllegalArgumentException("no range: %d to %d".formatted(first, next));
    }
  }

  public long size() {
    return next - first;
  }

  public boolean isEmpty() {
    return first == next;
  }

  /// The same range from `offset` on; empty where `offset` lies behind it.
  public OffsetRange from(long offset) {
    return new OffsetRange(partition, Math.clamp(offset, first, next), next);
  }

  /// At most the first `count` offsets of this range.
  public OffsetRange head(long count) {
    return new OffsetRange(partition, first, Math.min(next, first + count));
  }

  @Override
  public String toString() {
    return "partition %d offsets %d-%d".formatted(partition, first, next);
  }
}
