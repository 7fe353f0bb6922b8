package lambda.core.event;

import org.jspecify.annotations.Nullable;

/// What a reader found in one record, by the positions of its fields. One thread.
final class Values {
  final boolean[] present;
  final long[] numbers;
  final @Nullable String[] texts;
  boolean extended;
  private final boolean[] seen;

  /// @param nodes how many the record's shape has
  Values(int nodes, int fields) {
    seen = new boolean[nodes];
    present = new boolean[fields];
    numbers = new long[fields];
    texts = new @Nullable String[fields];
  }

  /// Notes that a member stands in the record; false if it did already.
  boolean see(RecordShape member) {
    boolean first = !seen[member.index()];
    seen[member.index()] = true;
    return first;
  }

  void text(int field, String text) {
    texts[field] = text;
    present[field] = true;
  }

  /// A whole number, or a decimal without its point.
  void number(int field, long number) {
    numbers[field] = number;
    present[field] = true;
  }

  void real(int field, double number) {
    // Adding 0 makes -0.0 the one zero.
    number(field, Double.doubleToRawLongBits(number + 0.0));
  }

  void bool(int field, boolean truth) {
    number(field, truth ? 1 : 0);
  }
}
