package lambda.speed.failure;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// When a failed action may be tried again: after a pause that doubles with each failure in a row,
/// up to a limit. Half of each pause is random, so that processes which failed together do not try
/// again together ("equal jitter", Marc Brooker, Exponential Backoff And Jitter, 2015). Pure; one
/// owner.
public final class Retries {
  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int failures;
  private Instant next = Instant.MIN;

  /// @param first the pause after the first failure
  /// @param longest the limit of all pauses
  public Retries(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /// Counts a failure.
  ///
  /// @return the pause until the next attempt
  public Duration failed(Instant now) {
    Duration pause = first.multipliedBy(1L << Math.min(failures, Integer.SIZE - 2));
    long millis = (pause.compareTo(longest) < 0 ? pause : longest).toMillis();
    failures++;
    Duration jittered = Duration.ofMillis(millis - random.nextLong(millis / 2 + 1));
    next = now.plus(jittered);
    return jittered;
  }

  /// The action succeeded: the next failure is the first of its row.
  public void succeeded() {
    failures = 0;
    next = Instant.MIN;
  }

  /// Whether the last failure is long enough ago to try again.
  public boolean mayTry(Instant now) {
    return !now.isBefore(next);
  }

  /// Whether so much time has passed since the last failure that it cannot be going on: the next
  /// attempt was made, and did not fail within the longest pause.
  public boolean over(Instant now) {
    return failures == 0 || now.isAfter(next.plus(longest));
  }
}
