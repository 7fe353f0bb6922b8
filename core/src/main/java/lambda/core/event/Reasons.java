package lambda.core.event;

import org.jspecify.annotations.Nullable;

/// The wording of reasons: why a record is malformed.
final class Reasons {
  private static final int MAX_SHOWN = 40;

  private Reasons() {}

  /// A field's value: a string in quotes; anything long is cut.
  static String shown(@Nullable Object value) {
    return value instanceof String string ? quoted(string) : cut(String.valueOf(value));
  }

  static String quoted(String text) {
    return '"' + cut(text) + '"';
  }

  static String cut(String text) {
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
  }
}
