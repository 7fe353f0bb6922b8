package lambda.speed.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import lambda.core.hour.Hour;

/// The event ids that one partition remembers: those of an hour and the hour before it, the latest
/// ones where they are too many. Within that, a duplicate is recognised exactly. One owner.
final class DuplicateFilter {
  private static final int GENERATIONS = 4;

  private record Generation(Hour hour, Set<String> ids) {}

  private final int generationSize;
  private final Deque<Generation> generations = new ArrayDeque<>();

  /// @param capacity how many ids to remember at most
  DuplicateFilter(int capacity) {
    generationSize = Math.max(1, capacity / GENERATIONS);
  }

  /// Remembers an id; hours must not fall. An id that was known is remembered anew, so that it
  /// counts as seen in this hour too.
  ///
  /// @return whether it was new
  boolean add(Hour hour, String id) {
    forgetBefore(hour.previous());
    boolean known = generations.stream().anyMatch(generation -> generation.ids.contains(id));
    current(hour).ids.add(id);
    return !known;
  }

  private Generation current(Hour hour) {
    Generation last = generations.peekLast();
    if (last != null && last.hour.equals(hour) && last.ids.size() < generationSize) {
      return last;
    }
    Generation next = new Generation(hour, new HashSet<>());
    generations.addLast(next);
    if (generations.stream().mapToInt(g -> g.ids.size()).sum()
        > generationSize * (GENERATIONS - 1)) {
      generations.removeFirst();
    }
    return next;
  }

  private void forgetBefore(Hour earliest) {
    while (!generations.isEmpty() && earliest.isAfter(generations.getFirst().hour)) {
      generations.removeFirst();
    }
  }
}
