package lambda.serving.live;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import lambda.serving.http.Problem;
import lambda.serving.http.ProblemException;

/// How many readers there may be at once, over all feeds. Thread-safe.
public final class ReaderLimit {
  private static final Duration LATER = Duration.ofSeconds(10);

  private final int max;
  private final Semaphore free;

  public ReaderLimit(int max) {
    this.max = max;
    free = new Semaphore(max);
  }

  /// How many there are now.
  public int readers() {
    return max - free.availablePermits();
  }

  /// @throws ProblemException if there are too many already
  void enter() {
    if (!free.tryAcquire()) {
      throw new ProblemException(
          Problem.unavailable(
              "%d readers receive events, which is the limit; come back later, or read the figures instead"
                  .formatted(max),
              LATER));
    }
  }

  void leave() {
    free.release();
  }
}
