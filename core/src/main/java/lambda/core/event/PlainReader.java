package lambda.core.event;

import java.nio.charset.StandardCharsets;
import java.util.List;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import org.jspecify.annotations.Nullable;

/// Reads records as most programs write them, several times as fast as [StrictReader]: an object of
/// fields that the schema knows, text in ASCII without escapes, numbers without exponents. It
/// judges nothing: whatever else there is, the strict reader reads, or refuses. What both can read
/// they read alike. Safe for several threads.
final class PlainReader {
  /// Longer records may have parts so large that the strict reader refuses them.
  private static final int MAX_BYTES = 1 << 20;

  /// Numbers of so many digits fit into 64 bits.
  private static final int MAX_DIGITS = 18;

  private static final byte[] NULL = literal("null");
  private static final byte[] TRUE = literal("true");
  private static final byte[] FALSE = literal("false");
  private static final long[] POWERS = powersOfTen();

  private final List<Field> fields;
  private final RecordShape shape;
  private final int nodes;
  private final int id;

  /// @param id the position of the event's id
  PlainReader(List<Field> fields, RecordShape shape, int id) {
    this.fields = fields;
    this.shape = shape;
    this.id = id;
    nodes = shape.size();
  }

  private static byte[] literal(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static long[] powersOfTen() {
    long[] powers = new long[MAX_DIGITS + 1];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = powers[i - 1] * 10;
    }
    return powers;
  }

  /// What stands in a record; null if it is not a plain one.
  @Nullable FieldValues read(byte[] bytes) {
    return bytes.length > MAX_BYTES ? null : new Walk(bytes).read();
  }

  /// The walk through one record. Its steps go on behind what they read; false is where the record
  /// turns out not to be plain.
  private final class Walk {
    private static final int END = -1;

    private final byte[] bytes;
    private final FieldValues values;
    private int at;

    Walk(byte[] bytes) {
      this.bytes = bytes;
      values = new FieldValues(bytes, nodes, fields.size());
    }

    @Nullable FieldValues read() {
      space();
      if (!take('{') || !members(shape)) {
        return null;
      }
      space();
      return at == bytes.length ? values : null;
    }

    private int peek() {
      return at < bytes.length ? bytes[at] : END;
    }

    private boolean take(char wanted) {
      if (peek() != wanted) {
        return false;
      }
      at++;
      return true;
    }

    private void space() {
      for (int c = peek(); c == ' ' || c == '\n' || c == '\r' || c == '\t'; c = peek()) {
        at++;
      }
    }

    private boolean members(RecordShape record) {
      space();
      if (take('}')) {
        return true;
      }
      int expected = 0;
      do {
        space();
        int found = take('"') ? named(record.members(), expected) : END;
        if (found == END || !member(record.members().get(found))) {
          return false;
        }
        expected = found + 1;
        space();
      } while (take(','));
      return take('}');
    }

    /// The member whose name and quotation mark come next; most come in the schema's order.
    private int named(List<RecordShape> members, int expected) {
      for (int i = 0; i < members.size(); i++) {
        int candidate = (expected + i) % members.size();
        byte[] name = members.get(candidate).name();
        if (stands(name) && at + name.length < bytes.length && bytes[at + name.length] == '"') {
          at += name.length + 1;
          return candidate;
        }
      }
      return END;
    }

    private boolean stands(byte[] wanted) {
      if (at + wanted.length > bytes.length) {
        return false;
      }
      for (int i = 0; i < wanted.length; i++) {
        if (bytes[at + i] != wanted[i]) {
          return false;
        }
      }
      return true;
    }

    private boolean member(RecordShape member) {
      if (!values.see(member)) {
        return false;
      }
      space();
      if (!take(':')) {
        return false;
      }
      space();
      if (peek() == 'n') {
        return word(NULL);
      }
      return member.position() < 0
          ? take('{') && members(member)
          : value(member.position(), fields.get(member.position()).type());
    }

    private boolean value(int field, FieldType type) {
      return switch (type) {
        case FieldType.StringType _ -> text(field);
        case FieldType.BooleanType _ -> truth(field);
        case FieldType.LongType _, FieldType.DecimalType _, FieldType.DoubleType _ ->
            number(field, type);
      };
    }

    private boolean truth(int field) {
      boolean truth = peek() == 't';
      values.bool(field, truth);
      return word(truth ? TRUE : FALSE);
    }

    private boolean word(byte[] wanted) {
      boolean stands = stands(wanted);
      at += wanted.length;
      return stands;
    }

    private boolean text(int field) {
      if (!take('"')) {
        return false;
      }
      int first = at;
      int end = first;
      while (end < bytes.length && isPlain(bytes[end])) {
        end++;
      }
      at = end;
      if (!take('"')) {
        return false;
      }
      values.text(field, first, end - first);
      return field != id || end - first <= EventDecoder.MAX_ID_LENGTH;
    }

    /// ASCII that stands for itself.
    private static boolean isPlain(byte c) {
      return c >= ' ' && c != '"' && c != '\\';
    }

    private boolean number(int field, FieldType type) {
      int first = at;
      boolean negative = take('-');
      int whole = at;
      long digits = digits(0);
      int point = at;
      boolean zeroTooMany = point > whole + 1 && bytes[whole] == '0';
      if (point == whole || zeroTooMany) {
        return false;
      }
      int fraction = 0;
      if (take('.')) {
        digits = digits(digits);
        fraction = at - point - 1;
        if (fraction == 0) {
          return false;
        }
      }
      return at - first <= MAX_DIGITS
          && number(field, type, first, negative ? -digits : digits, fraction);
    }

    /// Reads digits behind those of a number.
    private long digits(long number) {
      int end = at;
      while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
        number = number * 10 + (bytes[end++] - '0');
      }
      at = end;
      return number;
    }

    /// @param number without its point
    /// @param fraction how many of its digits stand behind the point
    private boolean number(int field, FieldType type, int first, long number, int fraction) {
      return switch (type) {
        case FieldType.LongType _ -> {
          values.number(field, number);
          yield fraction == 0;
        }
        case FieldType.DecimalType(int precision, int scale) -> {
          int more = scale - fraction;
          if (more < 0 || at - first + more > MAX_DIGITS) {
            yield false;
          }
          long unscaled = number * POWERS[more];
          values.number(field, unscaled);
          yield Math.abs(unscaled) < POWERS[precision];
        }
        case FieldType.DoubleType _ -> {
          values.real(field, Double.parseDouble(text(first, at)));
          yield true;
        }
        case FieldType.StringType _, FieldType.BooleanType _ -> false;
      };
    }

    private String text(int first, int end) {
      return new String(bytes, first, end - first, StandardCharsets.ISO_8859_1);
    }
  }
}
