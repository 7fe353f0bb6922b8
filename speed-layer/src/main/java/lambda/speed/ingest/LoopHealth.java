package lambda.speed.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is wrong with a loop right now. Thread-safe: the loop reports, others ask.
final class LoopHealth {
  /// No step of a loop takes that long: every call to a server has a shorter limit.
  static final Duration LONGEST_ROUND = Duration.ofMinutes(3);

  private volatile @Nullable String problem = "not started";
  private volatile Instant lastRound;

  LoopHealth(Instant now) {
    lastRound = now;
  }

  void failing(String why) {
    problem = why;
  }

  void well() {
    problem = null;
  }

  void round(Instant now) {
    lastRound = now;
  }

  /// What is wrong; empty if all is well.
  Optional<String> problem(Instant now) {
    String known = problem;
    if (known != null) {
      return Optional.of(known);
    }
    return now.isAfter(lastRound.plus(LONGEST_ROUND))
        ? Optional.of("no progress since " + lastRound)
        : Optional.empty();
  }
}
