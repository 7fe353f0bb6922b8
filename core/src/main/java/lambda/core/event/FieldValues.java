package lambda.core.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a reader found in one record, by the positions of its fields. A text that stands in the
/// record as it is becomes a String when somebody asks for it. One thread.
final class FieldValues {
  private final byte[] record;
  private final boolean[] seen;
  private final boolean[] present;
  private final long[] numbers;
  private final @Nullable String[] texts;
  private boolean extended;

  /// @param record belongs to the values now
  /// @param nodes how many the record's shape has
  FieldValues(byte[] record, int nodes, int fields) {
    this.record = record;
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

  /// Notes that the record has a field that the schema does not know.
  void extend() {
    extended = true;
  }

  boolean extended() {
    return extended;
  }

  boolean has(int field) {
    return present[field];
  }

  /// A whole number; a decimal without its point; a truth as 1 or 0; a real number's bits.
  long number(int field) {
    return numbers[field];
  }

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

  void text(int field, String text) {
    texts[field] = text;
    present[field] = true;
  }

  /// A text that stands in the record, in ASCII.
  void text(int field, int first, int length) {
    number(field, (long) first << Integer.SIZE | length);
  }

  String text(int field) {
    String text = texts[field];
    if (text == null) {
      text = new String(record, first(field), length(field), StandardCharsets.ISO_8859_1);
      texts[field] = text;
    }
    return text;
  }

  /// Shows the UTF-8 of a text.
  void utf8(int field, Event.Bytes reader) {
    String text = texts[field];
    if (text == null) {
      reader.read(record, first(field), length(field));
    } else {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      reader.read(bytes, 0, bytes.length);
    }
  }

  private int first(int field) {
    return (int) (numbers[field] >> Integer.SIZE);
  }

  private int length(int field) {
    return (int) numbers[field];
  }
}
