package lambda.core.definition;

import java.time.Duration;

/// How far the event time of a record may be from the hour in which the record arrived. Anything
/// further away is malformed, so no producer can open windows without end.
///
/// @param past how long before the start of that hour
/// @param future how long after its end
public record TimeLimit(Duration past, Duration future) {
  private static final int MAX_DAYS = 3_660_000;

  /// The limit of a stream that declares none.
  public static final TimeLimit DEFAULT =
      new TimeLimit(Duration.ofDays(3650), Duration.ofDays(365));

  /// The largest limit: it admits every time that the platform can store.
  public static final TimeLimit LARGEST =
      new TimeLimit(Duration.ofDays(MAX_DAYS), Duration.ofDays(MAX_DAYS));

  /// @throws IllegalArgumentException if a duration is negative or exceeds [#LARGEST]
  public TimeLimit {
    check(past);
    check(future);
  }

  private static void check(Duration duration) {
    if (duration.isNegative() || duration.compareTo(Duration.ofDays(MAX_DAYS)) > 0) {
      throw new IllegalArgumentException(
          "%s is not between 0 and %d days".formatted(duration, MAX_DAYS));
    }
  }
}
