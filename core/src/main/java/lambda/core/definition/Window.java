package lambda.core.definition;

/// A tumbling window of event time, in UTC.
public enum Window {
  MINUTE("minute", 60_000L),
  HOUR("hour", 3_600_000L),
  DAY("day", 86_400_000L);

  private final String unit;
  private final long millis;

  Window(String unit, long millis) {
    this.unit = unit;
    this.millis = millis;
  }

  /// The unit's name in YAML and in SQL's `date_trunc`.
  public String unit() {
    return unit;
  }

  /// The start of the window that holds an instant, both in milliseconds since the epoch.
  public long startOf(long epochMillis) {
    return Math.floorDiv(epochMillis, millis) * millis;
  }
}
