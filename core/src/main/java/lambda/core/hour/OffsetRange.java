package lambda.core.hour;

/// The offsets `first` (inclusive) to `next` (exclusive) of one partition.
public record OffsetRange(int partition, long first, long next) {
  public OffsetRange {
    if (first < 0 || next < first) {
      throw new IllegalArgumentException("invalid offset range: %d to %d".formatted(first, next));
    }
  }

  public long size() {
    return next - first;
  }

  public boolean isEmpty() {
    return first == next;
  }

  /// The part of this range from `offset` on; empty if `offset` is past its end.
  public OffsetRange from(long offset) {
    return new OffsetRange(partition, Math.clamp(offset, first, next), next);
  }

  /// The first `count` offsets of this range, or all if there are fewer.
  public OffsetRange head(long count) {
    return new OffsetRange(partition, first, Math.min(next, first + count));
  }

  @Override
  public String toString() {
    return "partition %d offsets %d-%d".formatted(partition, first, next);
  }
}
