package lambda.core.event;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The field values that a reader found in one record, by field position. A string that appears
/// verbatim in the record becomes a String only when it is asked for. One thread.
final class FieldValues {
  private final byte[] record;
  private final boolean[] seen;
  private final boolean[] present;
  private final long[] longs;
  private final @Nullable String[] strings;
  private boolean unknownFields;

  /// @param record owned by the values from now on
  /// @param nodes the number of nodes in the record's schema
  FieldValues(byte[] record, int nodes, int fields) {
    this.record = record;
    seen = new boolean[nodes];
    present = new boolean[fields];
    longs = new long[fields];
    strings = new @Nullable String[fields];
  }

  /// Notes that a member occurs in the record.
  ///
  /// @return false if it occurred before
  boolean markSeen(SchemaNode member) {
    boolean first = !seen[member.index()];
    seen[member.index()] = true;
    return first;
  }

  /// Notes that the record has a field that the schema does not know.
  void markUnknownField() {
    unknownFields = true;
  }

  boolean hasUnknownFields() {
    return unknownFields;
  }

  boolean has(int field) {
    return present[field];
  }

  /// A long; a decimal's unscaled value; a boolean as 1 or 0; a double's bits.
  long asLong(int field) {
    return longs[field];
  }

  void setLong(int field, long value) {
    longs[field] = value;
    present[field] = true;
  }

  void setDouble(int field, double value) {
    // Adding 0 turns -0.0 into 0.0.
    setLong(field, Double.doubleToRawLongBits(value + 0.0));
  }

  void setBoolean(int field, boolean value) {
    setLong(field, value ? 1 : 0);
  }

  void setString(int field, String value) {
    strings[field] = value;
    present[field] = true;
  }

  /// A string that appears verbatim in the record, in ASCII.
  void setAscii(int field, int offset, int length) {
    setLong(field, (long) offset << Integer.SIZE | length);
  }

  String asString(int field) {
    String string = strings[field];
    if (string == null) {
      string = new String(record, offset(field), length(field), StandardCharsets.ISO_8859_1);
      strings[field] = string;
    }
    return string;
  }

  /// Passes a string's UTF-8 on, without copying it where that is possible.
  void utf8(int field, Event.Utf8Consumer consumer) {
    String string = strings[field];
    if (string == null) {
      consumer.accept(record, offset(field), length(field));
    } else {
      byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
      consumer.accept(bytes, 0, bytes.length);
    }
  }

  private int offset(int field) {
    return (int) (longs[field] >> Integer.SIZE);
  }

  private int length(int field) {
    return (int) longs[field];
  }
}
