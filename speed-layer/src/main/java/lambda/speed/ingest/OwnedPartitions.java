package lambda.speed.ingest;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongBiFunction;
import lambda.kafka.TopicSnapshot;
import org.jspecify.annotations.Nullable;

/// The partitions that a loop owns: each is being loaded, or loaded and folded. Pure; one owner.
///
/// A state that was loaded before the partition changed hands does no harm if it is accepted: the
/// flush finds another stored offset and fails.
final class OwnedPartitions {
  private final NavigableSet<Integer> missing = new TreeSet<>();
  private final SortedMap<Integer, PartitionState> loaded = new TreeMap<>();

  /// These partitions now belong to the loop, and must be loaded.
  void assign(Collection<Integer> partitions) {
    partitions.stream().filter(partition -> !loaded.containsKey(partition)).forEach(missing::add);
  }

  /// These partitions no longer belong to the loop.
  void revoke(Collection<Integer> partitions) {
    missing.removeAll(partitions);
    loaded.keySet().removeAll(partitions);
  }

  /// Forgets what was loaded: all partitions must be loaded again.
  void discard() {
    missing.addAll(loaded.keySet());
    loaded.clear();
  }

  /// Forgets everything.
  void clear() {
    missing.clear();
    loaded.clear();
  }

  /// The partitions that must be loaded.
  Set<Integer> missing() {
    return Set.copyOf(missing);
  }

  /// Takes a state that was loaded.
  ///
  /// @return whether the partition is still wanted; if not, the state is dropped
  boolean accept(PartitionState state) {
    if (!missing.remove(state.partition)) {
      return false;
    }
    loaded.put(state.partition, state);
    return true;
  }

  /// The loaded partitions, in order.
  Collection<PartitionState> loaded() {
    return List.copyOf(loaded.values());
  }

  /// The partition's state, or null if it is not loaded.
  @Nullable PartitionState find(int partition) {
    return loaded.get(partition);
  }

  /// Whether a position is past the stored one.
  boolean moved() {
    return loaded.values().stream().anyMatch(PartitionState::pending);
  }

  /// How many records of the log are not stored yet, those of open transactions included.
  long behind(TopicSnapshot topic) {
    return sum(topic, (state, log) -> log.end() - state.stored);
  }

  /// How many records cannot be read, because a transaction before them is open.
  long heldBack(TopicSnapshot topic) {
    return sum(topic, (_, log) -> log.end() - log.stable());
  }

  private long sum(
      TopicSnapshot topic, ToLongBiFunction<PartitionState, TopicSnapshot.Log> measure) {
    long sum = 0;
    for (PartitionState state : loaded.values()) {
      TopicSnapshot.Log log = topic.partitions().get(state.partition);
      sum += log == null ? 0 : Math.max(0, measure.applyAsLong(state, log));
    }
    return sum;
  }
}
