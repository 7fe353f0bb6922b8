package lambda.local.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/// How long a process that died stays down: nothing after the first death, then half a second, and
/// twice as long each time, up to [#LONGEST]. A process that has lived for that long before it died
/// begins again. One thread records deaths; others may read how many there were.
final class RestartDelay {
  static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofMillis(500);

  private final AtomicInteger deaths = new AtomicInteger();
  private int inARow;

  /// Records a death.
  ///
  /// @param started when the process was started
  /// @return when to start it again
  Instant died(Instant started, Instant now) {
    deaths.incrementAndGet();
    inARow = started.plus(LONGEST).isAfter(now) ? inARow + 1 : 1;
    return now.plus(delay());
  }

  private Duration delay() {
    if (inARow == 1) {
      return Duration.ZERO;
    }
    int doublings = Math.min(inARow - 2, 10); // more would overflow, and exceed the longest anyway
    Duration delay = SHORTEST.multipliedBy(1L << doublings);
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }

  /// All deaths.
  int deaths() {
    return deaths.get();
  }

  /// The deaths since the process last lived for long.
  int inARow() {
    return inARow;
  }
}
