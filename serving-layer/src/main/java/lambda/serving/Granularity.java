package lambda.serving;

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

  /// Its name in requests: `day`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
