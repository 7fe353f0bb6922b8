package lambda.tests.simulation.postgres;

import java.util.ArrayList;
import java.util.List;

/// How to undo every change, in order: for a transaction that rolls back, and for a restore to an
/// earlier point in time.
final class Journal {
  private final List<Runnable> undo = new ArrayList<>();

  void add(Runnable reversal) {
    undo.add(reversal);
  }

  int size() {
    return undo.size();
  }

  /// Undoes everything since the journal had this size.
  void rollBack(int size) {
    while (undo.size() > size) {
      undo.removeLast().run();
    }
  }
}
