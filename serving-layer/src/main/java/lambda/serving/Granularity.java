package lambda.serving;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lambda.core.definition.Window;

/// How finely figures are asked for: by the windows of a view, by coarser ones that are merged from
/// them, or as one figure for each key. From fine to coarse.
public enum Granularity {
  MINUTE,
  HOUR,
  DAY,
  MONTH,
  ALL;

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /// That of a view's own windows.
  public static Granularity of(Window window) {
    return switch (window) {
      case MINUTE -> MINUTE;
      case HOUR -> HOUR;
      case DAY -> DAY;
      case MONTH -> MONTH;
    };
  }

  /// Those that figures of a window can be merged to, the window's own first.
  public static List<Granularity> from(Window window) {
    return Arrays.stream(values()).filter(each -> each.compareTo(of(window)) >= 0).toList();
  }

  /// The range, widened to whole windows of this granularity, so that no figure lacks a part of its
  /// window.
  public WindowRange whole(WindowRange range) {
    Instant end = floor(range.to());
    Instant next = end.equals(range.to()) ? end : after(end);
    return new WindowRange(floor(range.from()), next.isAfter(LAST) ? range.to() : next);
  }

  private Instant floor(Instant time) {
    return switch (this) {
      case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
      case DAY -> time.truncatedTo(ChronoUnit.DAYS);
      case MONTH ->
          time.atOffset(ZoneOffset.UTC).withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS).toInstant();
      case ALL -> time;
    };
  }

  private Instant after(Instant start) {
    return switch (this) {
      case MINUTE -> start.plus(1, ChronoUnit.MINUTES);
      case HOUR -> start.plus(1, ChronoUnit.HOURS);
      case DAY -> start.plus(1, ChronoUnit.DAYS);
      case MONTH -> start.atOffset(ZoneOffset.UTC).plusMonths(1).toInstant();
      case ALL -> start;
    };
  }

  /// Its name in requests: `day`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
