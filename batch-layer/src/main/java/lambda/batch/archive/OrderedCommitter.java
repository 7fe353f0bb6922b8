package lambda.batch.archive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lambda.core.hour.OffsetRange;
import org.jspecify.annotations.Nullable;

/// Commits the results of a range's parts in the order of their offsets, whichever part is done
/// first. Thread-safe.
final class OrderedCommitter<T> {
  private final Consumer<T> commit;
  private final Map<Long, Done<T>> waiting = new HashMap<>();
  private long reached;

  private record Done<T>(long next, List<T> results) {}

  /// @param first the first offset of the first part
  /// @param commit receives the results, one at a time
  OrderedCommitter(long first, Consumer<T> commit) {
    reached = first;
    this.commit = commit;
  }

  /// Reports that a part is done.
  synchronized void done(OffsetRange part, List<T> results) {
    waiting.put(part.first(), new Done<>(part.next(), results));
    for (@Nullable Done<T> turn = waiting.remove(reached);
        turn != null;
        turn = waiting.remove(reached)) {
      turn.results.forEach(commit);
      reached = turn.next;
    }
  }
}
