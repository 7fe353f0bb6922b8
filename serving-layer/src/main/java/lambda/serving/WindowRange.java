package lambda.serving;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import lambda.core.definition.Window;
import lambda.core.failure.LambdaException;

/// The windows that begin at or after `from` and before `to`.
public record WindowRange(Instant from, Instant to) {
  /// How many windows before `to` are queried if the user gives no start.
  private static final int DEFAULT_WINDOWS = 10;

  /// @throws LambdaException of category bad input if the range is empty
  public WindowRange {
    if (!from.isBefore(to)) {
      throw LambdaException.badInput("--from %s is not before --to %s".formatted(from, to));
    }
  }

  /// The range that a user gave, up to now and over the last few windows by default.
  public static WindowRange of(
      Window window, Optional<Instant> from, Optional<Instant> to, Instant now) {
    Instant end = to.orElse(now);
    return new WindowRange(from.orElseGet(() -> defaultStart(window, end)), end);
  }

  /// The start of a range without one: the last few windows before its end.
  public static Instant defaultStart(Window window, Instant end) {
    ChronoUnit unit =
        switch (window) {
          case MINUTE -> ChronoUnit.MINUTES;
          case HOUR -> ChronoUnit.HOURS;
          case DAY -> ChronoUnit.DAYS;
          case MONTH -> ChronoUnit.MONTHS;
        };
    return end.atOffset(ZoneOffset.UTC).minus(DEFAULT_WINDOWS, unit).toInstant();
  }
}
