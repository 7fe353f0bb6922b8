package lambda.core.event;

import java.math.BigDecimal;
import java.util.List;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import org.jspecify.annotations.Nullable;

/// A validated event. It never changes, but belongs to one thread at a time. Its values lie
/// unboxed, by the position of their field in the stream: this class is on the hot path of both
/// layers.
public final class Event implements Decoded {
  private final List<Field> fields;
  private final int id;
  private final long time;
  private final FieldValues values;

  /// The values belong to the event now.
  Event(List<Field> fields, int id, long time, FieldValues values) {
    this.fields = fields;
    this.id = id;
    this.time = time;
    this.values = values;
  }

  /// Is shown bytes, which it must not change.
  @FunctionalInterface
  public interface Bytes {
    void read(byte[] bytes, int first, int length);
  }

  /// Unique within the stream.
  public String id() {
    return text(id);
  }

  /// Event time, milliseconds since the epoch.
  public long time() {
    return time;
  }

  /// Whether the record has fields that the schema does not know.
  public boolean extended() {
    return values.extended();
  }

  /// Whether the field is there and not null.
  public boolean has(int field) {
    return values.has(field);
  }

  /// The value of a text field that is there.
  public String text(int field) {
    return values.text(field);
  }

  /// Shows the value of a text field that is there, in UTF-8.
  public void utf8(int field, Bytes reader) {
    values.utf8(field, reader);
  }

  /// The value of a whole field that is there; of a decimal, without its point; of a truth, 1 or 0.
  public long number(int field) {
    return values.number(field);
  }

  /// The value of a floating-point field that is there.
  public double real(int field) {
    return Double.longBitsToDouble(values.number(field));
  }

  /// The value of any field: String, Long, BigDecimal, Double, Boolean, or null.
  public @Nullable Object value(int field) {
    if (!has(field)) {
      return null;
    }
    return switch (fields.get(field).type()) {
      case FieldType.StringType _ -> text(field);
      case FieldType.LongType _ -> number(field);
      case FieldType.DecimalType decimal -> BigDecimal.valueOf(number(field), decimal.scale());
      case FieldType.DoubleType _ -> real(field);
      case FieldType.BooleanType _ -> number(field) == 1;
    };
  }
}
