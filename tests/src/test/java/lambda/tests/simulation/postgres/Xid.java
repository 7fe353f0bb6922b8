package lambda.tests.simulation.postgres;

import java.util.NavigableMap;
import java.util.TreeMap;

/// Transaction ids.
final class Xid {
  private final NavigableMap<Long, Boolean> running = new TreeMap<>();
  private long next = 1;
  private long current;

  long begin() {
    running.put(next, true);
    return next++;
  }

  void enter(long xid) {
    current = xid;
  }

  /// Of the transaction that writes now.
  long current() {
    return current;
  }

  void end(long xid) {
    running.remove(xid);
  }

  /// The oldest transaction that has not ended; every older one is visible.
  long min() {
    return running.isEmpty() ? next : running.firstKey();
  }

  /// The next transaction to begin.
  long max() {
    return next;
  }

  /// What a restore does.
  void backTo(long xid) {
    running.clear();
    next = xid;
  }
}
