package lambda.store.copy;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A row in the text format of Postgres' `COPY`. One owner.
final class CopyRow {
  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  /// Adds a value; null is SQL's null, and a collection an array of numbers.
  void value(@Nullable Object value) {
    if (!first) {
      text.append('\t');
    }
    first = false;
    switch (value) {
      case null -> text.append("\\N");
      case Collection<?> numbers ->
          text.append(
              numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
      default -> escape(value.toString());
    }
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
  }

  /// Ends the row and begins the next one.
  ///
  /// @return the row, with its line break
  String end() {
    String row = text.append('\n').toString();
    text.setLength(0);
    first = true;
    return row;
  }
}
