package lambda.speed.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import lambda.core.hour.Hour;

/// Recognises duplicates in one partition by their ids. It remembers the ids of the current hour
/// and the hour before, or the latest ones if there are too many; among these it is exact, but for
/// the odds of [IdSet]. One owner.
final class DuplicateFilter {
  private static final int GENERATIONS = 4;

  private record Generation(Hour hour, IdSet ids) {}

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
    IdSet.Hash hash = IdSet.Hash.of(id);
    boolean known = isKnown(hash);
    current(hour).ids.add(hash);
    return !known;
  }

  private boolean isKnown(IdSet.Hash id) {
    for (Generation generation : generations) {
      if (generation.ids.contains(id)) {
        return true;
      }
    }
    return false;
  }

  private Generation current(Hour hour) {
    Generation last = generations.peekLast();
    if (last != null && last.hour.equals(hour) && !last.ids.isFull()) {
      return last;
    }
    Generation next = new Generation(hour, new IdSet(generationSize));
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
