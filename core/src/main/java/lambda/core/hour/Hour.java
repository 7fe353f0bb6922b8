package lambda.core.hour;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import lambda.core.failure.LambdaException;

/// An ingest hour, named by its start (UTC). Offsets, not clock time, determine which records
/// belong to it: see [HourTracker].
public record Hour(Instant start) implements Comparable<Hour> {
  private static final DateTimeFormatter PATH =
      DateTimeFormatter.ofPattern("'year='yyyy'/month='MM'/day='dd'/hour='HH")
          .withZone(ZoneOffset.UTC);

  public Hour {
    if (!start.truncatedTo(ChronoUnit.HOURS).equals(start)) {
      throw new IllegalArgumentException(start + " is not the start of an hour");
    }
  }

  /// The hour that contains an instant.
  public static Hour of(Instant instant) {
    return new Hour(instant.truncatedTo(ChronoUnit.HOURS));
  }

  /// @param text the start of an hour, such as `2026-11-21T04:00:00Z`
  /// @throws LambdaException of category bad input if it is not
  public static Hour parse(String text) {
    try {
      return new Hour(Instant.parse(text));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw LambdaException.badInput(
          "'%s' is not an hour; write the start of an hour in UTC, such as 2026-11-21T04:00:00Z"
              .formatted(text));
    }
  }

  public Instant end() {
    return start.plus(1, ChronoUnit.HOURS);
  }

  public Hour next() {
    return new Hour(end());
  }

  public Hour previous() {
    return new Hour(start.minus(1, ChronoUnit.HOURS));
  }

  public boolean isAfter(Hour other) {
    return compareTo(other) > 0;
  }

  /// The Hive partition path: `year=2026/month=11/day=21/hour=04`.
  public String path() {
    return PATH.format(start);
  }

  @Override
  public int compareTo(Hour other) {
    return start.compareTo(other.start);
  }

  @Override
  public String toString() {
    return start.toString();
  }
}
