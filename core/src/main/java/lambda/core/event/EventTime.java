package lambda.core.event;

import java.time.Instant;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.OptionalLong;

/// When an event happened. Both layers have it from here, so no database ever reads a time zone.
final class EventTime {
  private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  /// ISO-8601 with date and time of day, up to nine digits of a second, and `Z`, `+01:00`, `+0100`
  /// or `+01`; without any of these it is UTC.
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffset("+HH:MM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HHMM", "Z")
          .optionalEnd()
          .optionalStart()
          .appendOffset("+HH", "Z")
          .optionalEnd()
          .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
          .toFormatter()
          .withChronology(IsoChronology.INSTANCE)
          .withResolverStyle(ResolverStyle.STRICT);

  private EventTime() {}

  /// Milliseconds since the epoch, what is finer cut off; empty if the text is no time.
  static OptionalLong parse(String iso) {
    try {
      return OptionalLong.of(ISO.parse(iso, Instant::from).toEpochMilli());
    } catch (DateTimeParseException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  /// Whether it lies in the years 1 to 9999, which every part of the platform can store.
  static boolean storable(long epochMillis) {
    return epochMillis >= EARLIEST && epochMillis <= LATEST;
  }
}
