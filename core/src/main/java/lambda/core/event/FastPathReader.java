package lambda.core.event;

import java.nio.charset.StandardCharsets;
import java.util.List;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import org.jspecify.annotations.Nullable;

/// Reads records as most programs write them, several times as fast as [FullReader]: an object of
/// fields that the schema knows, strings in ASCII without escapes, numbers without exponents. It
/// rejects nothing: any other record is left to the full reader. What both can read, they read
/// alike. Safe for several threads.
final class FastPathReader {
  /// Longer records may have parts so large that the full reader rejects them.
  private static final int MAX_BYTES = 1 << 20;

  /// Numbers with this many digits fit in 64 bits.
  private static final int MAX_DIGITS = 18;

  private static final byte[] NULL = ascii("null");
  private static final byte[] TRUE = ascii("true");
  private static final byte[] FALSE = ascii("false");
  private static final long[] POWERS = powersOfTen();

  private final List<Field> fields;
  private final SchemaNode root;
  private final int nodes;
  private final int id;

  /// @param id the position of the event's id
  FastPathReader(List<Field> fields, SchemaNode root, int id) {
    this.fields = fields;
    this.root = root;
    this.id = id;
    nodes = root.size();
  }

  private static byte[] ascii(String text) {
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

  /// The values of a record; null if the full reader must read it.
  @Nullable FieldValues read(byte[] bytes) {
    return bytes.length > MAX_BYTES ? null : new Walk(bytes).read();
  }

  /// The walk through one record. Each step moves past what it reads, or returns false where the
  /// full reader must take over.
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
      skipSpace();
      if (!take('{') || !members(root)) {
        return null;
      }
      skipSpace();
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

    private void skipSpace() {
      for (int c = peek(); c == ' ' || c == '\n' || c == '\r' || c == '\t'; c = peek()) {
        at++;
      }
    }

    private boolean members(SchemaNode record) {
      skipSpace();
      if (take('}')) {
        return true;
      }
      int expected = 0;
      do {
        skipSpace();
        int found = take('"') ? named(record.members(), expected) : END;
        if (found == END || !member(record.members().get(found))) {
          return false;
        }
        expected = found + 1;
        skipSpace();
      } while (take(','));
      return take('}');
    }

    /// Reads a name and its closing quote. Members usually follow the schema's order.
    ///
    /// @return the index of the member, or [#END]
    private int named(List<SchemaNode> members, int expected) {
      for (int i = 0; i < members.size(); i++) {
        int candidate = (expected + i) % members.size();
        byte[] name = members.get(candidate).name();
        if (startsWith(name) && at + name.length < bytes.length && bytes[at + name.length] == '"') {
          at += name.length + 1;
          return candidate;
        }
      }
      return END;
    }

    private boolean startsWith(byte[] wanted) {
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

    private boolean member(SchemaNode member) {
      if (!values.markSeen(member)) {
        return false;
      }
      skipSpace();
      if (!take(':')) {
        return false;
      }
      skipSpace();
      if (peek() == 'n') {
        return literal(NULL);
      }
      return member.isRecord()
          ? take('{') && members(member)
          : value(member.position(), fields.get(member.position()).type());
    }

    private boolean value(int field, FieldType type) {
      return switch (type) {
        case FieldType.StringType _ -> string(field);
        case FieldType.BooleanType _ -> bool(field);
        case FieldType.LongType _, FieldType.DecimalType _, FieldType.DoubleType _ ->
            number(field, type);
      };
    }

    private boolean bool(int field) {
      boolean value = peek() == 't';
      values.setBoolean(field, value);
      return literal(value ? TRUE : FALSE);
    }

    private boolean literal(byte[] wanted) {
      boolean found = startsWith(wanted);
      at += wanted.length;
      return found;
    }

    private boolean string(int field) {
      if (!take('"')) {
        return false;
      }
      int first = at;
      int end = first;
      while (end < bytes.length && isVerbatim(bytes[end])) {
        end++;
      }
      at = end;
      if (!take('"')) {
        return false;
      }
      values.setAscii(field, first, end - first);
      return field != id || end - first <= EventDecoder.MAX_ID_LENGTH;
    }

    /// ASCII that needs no unescaping.
    private static boolean isVerbatim(byte c) {
      return c >= ' ' && c != '"' && c != '\\';
    }

    private boolean number(int field, FieldType type) {
      int first = at;
      boolean negative = take('-');
      int start = at;
      long digits = digits(0);
      int point = at;
      boolean leadingZero = point > start + 1 && bytes[start] == '0';
      if (point == start || leadingZero) {
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

    /// Reads further digits of a number.
    private long digits(long number) {
      int end = at;
      while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9') {
        number = number * 10 + (bytes[end++] - '0');
      }
      at = end;
      return number;
    }

    /// @param number without its decimal point
    /// @param fraction the number of digits after the point
    private boolean number(int field, FieldType type, int first, long number, int fraction) {
      return switch (type) {
        case FieldType.LongType _ -> {
          values.setLong(field, number);
          yield fraction == 0;
        }
        case FieldType.DecimalType(int precision, int scale) -> {
          int more = scale - fraction;
          if (more < 0 || at - first + more > MAX_DIGITS) {
            yield false;
          }
          long unscaled = number * POWERS[more];
          values.setLong(field, unscaled);
          yield Math.abs(unscaled) < POWERS[precision];
        }
        case FieldType.DoubleType _ -> {
          values.setDouble(field, Double.parseDouble(text(first, at)));
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
