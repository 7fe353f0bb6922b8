package lambda.batch.hour;

/// Told how far a long step is. May throw to end the step early; steps can be repeated safely.
@FunctionalInterface
public interface Progress {
  /// @param what a few words for people
  void report(String what, long done, long total);
}
