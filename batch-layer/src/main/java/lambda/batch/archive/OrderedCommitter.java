package lambda.batch.archive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lambda.core.hour.OffsetRange;
import org.jspecify.annotations.Nullable;

/// Hands on what was made of the parts of a range in the order of their offsets, whichever is done
/// first. Thread-safe.
final class OrderedCommitter<T> {
  private final Consumer<T> next;
  private final Map<Long, Done<T>> waiting = new HashMap<>();
  private long reached;

  private record Done<T>(long next, List<T> results) {}

  /// @param first the offset where the first part begins
  /// @param next takes the results, one at a time
  OrderedCommitter(long first, Consumer<T> next) {
    reached = first;
    this.next = next;
  }

  /// A part is done.
  synchronized void done(OffsetRange part, List<T> results) {
    waiting.put(part.first(), new Done<>(part.next(), results));
    for (@Nullable Done<T> turn = waiting.remove(reached);
        turn != null;
        turn = waiting.remove(reached)) {
      turn.results.forEach(next);
      reached = turn.next;
    }
  }
}
