package lambda.speed.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import lambda.core.hour.Hour;

/// Recognises duplicates in one partition by their ids. It remembers the ids of the current hour
/// and the hour before, or the latest ones if there are too many; among these it is exact. One
/// owner.
final class DuplicateFilter {
  private static final int GENERATIONS = 4;

  private record Generation(Hour hour, Set<String> ids) {}

  private final int generationSize;
  private final Deque<Generation> generations = new ArrayDeque<>();

  /// @param capacity the maximum number of ids to remember
  DuplicateFilter(int capacity) {
    generationSize = Math.max(1, capacity / GENERATIONS);
  }

  /// Remembers an id. Hours must not decrease. A known id is remembered again, so that it also
  /// counts as seen in this hour.
  ///
  /// @return whether the id was new
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
