package lambda.tests.simulation.schedule;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A simulated process, on a thread of its own that runs only while it has the turn.
final class Actor {
  final String name;
  @Nullable Thread thread;
  private volatile boolean turn;

  /// The simulated time at which it goes on.
  long wakesAt;

  /// Whether it dies at its next step.
  boolean killed;

  /// Whether it must end at its next step.
  boolean doomed;

  boolean ended;

  Actor(String name) {
    this.name = name;
  }

  /// Lets it go on. Its thread must be waiting, or about to wait.
  void giveTurn() {
    turn = true;
    LockSupport.unpark(thread);
  }

  /// Waits on its own thread for the turn.
  void awaitTurn() {
    while (!turn) {
      LockSupport.park(this);
    }
    turn = false;
  }
}
