package lambda.tests.simulation.postgres;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import lambda.batch.hour.HourBoundaries;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.store.Boundaries.Neighbours;
import lambda.store.StreamPartitions.Progress;
import org.jspecify.annotations.Nullable;

/// `lambda.partitions` and `lambda.boundaries`; see `lambda.store.Boundaries`.
public final class Boundaries {
  private final Table<Integer, Progress> partitions;
  private final Table<PartitionHour, Long> boundaries;

  Boundaries(Journal journal) {
    partitions = new Table<>(journal);
    boundaries = new Table<>(journal);
  }

  record PartitionHour(int partition, Hour hour) implements Comparable<PartitionHour> {
    @Override
    public int compareTo(PartitionHour other) {
      int order = Integer.compare(partition, other.partition);
      return order != 0 ? order : hour.compareTo(other.hour);
    }
  }

  /// Enters a partition, with its decision if it comes after hours that are closed.
  ///
  /// @param first the first offset that Kafka holds of it
  void add(int partition, long first, Optional<Hour> closed) {
    partitions.insert(partition, new Progress(first, first));
    closed.ifPresent(hour -> decide(new Boundary(partition, hour.next(), first)));
  }

  boolean knows(int partition) {
    return partitions.get(partition) != null;
  }

  public List<Integer> partitions() {
    return List.copyOf(partitions.rows().keySet());
  }

  /// The offset up to which the speed layer has folded the partition.
  public long lock(int partition) {
    return progress(partition).next();
  }

  private Progress progress(int partition) {
    Progress progress = partitions.get(partition);
    if (progress == null) {
      throw new IllegalStateException("partition %d is unknown".formatted(partition));
    }
    return progress;
  }

  /// Advances the partition if it is at the expected offset.
  ///
  /// @return whether it is
  public boolean advance(int partition, long expected, long next) {
    if (lock(partition) != expected) {
      return false;
    }
    advanceUnfenced(partition, next);
    return true;
  }

  /// Advances the partition whoever owns it.
  public void advanceUnfenced(int partition, long next) {
    partitions.put(partition, new Progress(progress(partition).first(), next));
  }

  public void decide(Boundary boundary) {
    boundaries.insert(
        new PartitionHour(boundary.partition(), boundary.hour()), boundary.firstOffset());
  }

  /// Decides even if another process has.
  public void decideAgain(Boundary boundary) {
    boundaries.put(
        new PartitionHour(boundary.partition(), boundary.hour()), boundary.firstOffset());
  }

  public Optional<Long> find(int partition, Hour hour) {
    return Optional.ofNullable(boundaries.get(new PartitionHour(partition, hour)));
  }

  /// What is stored about an hour.
  public HourBoundaries around(Hour hour) {
    Map<Integer, Long> decided = new TreeMap<>();
    Neighbours neighbours = new Neighbours(new TreeMap<>(), new TreeMap<>());
    for (int partition : partitions()) {
      find(partition, hour).ifPresent(first -> decided.put(partition, first));
      NavigableMap<Hour, Long> all = of(partition);
      all.headMap(hour, false)
          .values()
          .forEach(first -> neighbours.preceding().merge(partition, first, Math::max));
      all.tailMap(hour, false)
          .values()
          .forEach(first -> neighbours.following().merge(partition, first, Math::min));
    }
    return new HourBoundaries(partitions.rows(), decided, neighbours);
  }

  /// The decisions from an hour on, and the last one before it.
  public List<Boundary> since(int partition, Hour hour) {
    @Nullable Hour before = of(partition).lowerKey(hour);
    return list(partition, before == null ? hour : before);
  }

  private List<Boundary> list(int partition, Hour from) {
    return after(partition, from).entrySet().stream()
        .map(entry -> new Boundary(partition, entry.getKey().hour(), entry.getValue()))
        .toList();
  }

  private NavigableMap<PartitionHour, Long> after(int partition, Hour hour) {
    return boundaries
        .rows()
        .subMap(new PartitionHour(partition, hour), true, first(partition + 1), false);
  }

  private static PartitionHour first(int partition) {
    return new PartitionHour(partition, new Hour(java.time.Instant.EPOCH));
  }

  public List<Boundary> around(int partition, long offset) {
    NavigableMap<Hour, Long> all = of(partition);
    @Nullable Hour holds = null;
    for (var entry : all.entrySet()) {
      if (entry.getValue() <= offset) {
        holds = entry.getKey();
      }
    }
    Hour from = holds == null ? new Hour(java.time.Instant.EPOCH) : holds.previous();
    return list(partition, from);
  }

  /// Where every decided hour of the partition begins.
  public NavigableMap<Hour, Long> of(int partition) {
    NavigableMap<Hour, Long> all = new TreeMap<>();
    boundaries
        .rows()
        .subMap(first(partition), true, first(partition + 1), false)
        .forEach((key, first) -> all.put(key.hour(), first));
    return all;
  }

  public Optional<Hour> firstHour() {
    return hours().min(Hour::compareTo);
  }

  public Optional<Hour> lastHour() {
    return hours().max(Hour::compareTo);
  }

  private Stream<Hour> hours() {
    return boundaries.rows().keySet().stream().map(PartitionHour::hour);
  }
}
