package lambda.core.definition;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// A tumbling window of event time, in UTC.
public enum Window {
  MINUTE("minute"),
  HOUR("hour"),
  DAY("day"),
  MONTH("month");

  private static final long MINUTE_MILLIS = 60_000;
  private static final long HOUR_MILLIS = 60 * MINUTE_MILLIS;
  private static final long DAY_MILLIS = 24 * HOUR_MILLIS;

  private final String unit;

  Window(String unit) {
    this.unit = unit;
  }

  /// The unit's name in YAML and in SQL's `date_trunc`.
  public String unit() {
    return unit;
  }

  /// The start of the window that contains an instant, both in milliseconds since the epoch.
  public long startOf(long epochMillis) {
    return switch (this) {
      case MINUTE -> floor(epochMillis, MINUTE_MILLIS);
      case HOUR -> floor(epochMillis, HOUR_MILLIS);
      case DAY -> floor(epochMillis, DAY_MILLIS);
      case MONTH ->
          Instant.ofEpochMilli(epochMillis)
              .atOffset(ZoneOffset.UTC)
              .truncatedTo(ChronoUnit.DAYS)
              .withDayOfMonth(1)
              .toInstant()
              .toEpochMilli();
    };
  }

  private static long floor(long millis, long unit) {
    return Math.floorDiv(millis, unit) * unit;
  }
}
