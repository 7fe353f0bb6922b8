package lambda.batch.hour;

/// Receives the progress of a long step. May throw to end the step early: every step can be
/// repeated safely.
@FunctionalInterface
public interface Progress {
  /// @param what the current work, in a few words
  void report(String what, long done, long total);
}
