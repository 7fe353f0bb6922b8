package lambda.speed.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Loads partitions on a thread of its own, so that its owner goes on polling Kafka, which would
/// otherwise take the partitions away. One load at a time; its methods are called by one thread.
final class PartitionLoading {
  private final PartitionLoader loader;
  private final Queue<PartitionState> loaded = new ConcurrentLinkedQueue<>();
  private @Nullable Thread thread;
  private volatile @Nullable Throwable failure;

  PartitionLoading(PartitionLoader loader) {
    this.loader = loader;
  }

  /// Whether a load is under way.
  boolean isBusy() {
    return thread != null && thread.isAlive();
  }

  /// Begins to load. Must not be busy.
  void start(String name, Set<Integer> partitions) {
    failure = null;
    thread = Thread.ofPlatform().daemon().name(name).start(() -> load(partitions));
  }

  private void load(Set<Integer> partitions) {
    try {
      loaded.addAll(loader.load(partitions).values());
    } catch (Throwable e) {
      failure = e;
    }
  }

  /// The partitions that were loaded since the last call.
  List<PartitionState> take() {
    List<PartitionState> states = new ArrayList<>();
    for (PartitionState state = loaded.poll(); state != null; state = loaded.poll()) {
      states.add(state);
    }
    return states;
  }

  /// Why the last load ended early; reported once.
  Optional<Throwable> takeFailure() {
    Optional<Throwable> why = Optional.ofNullable(failure);
    failure = null;
    return why;
  }
}
