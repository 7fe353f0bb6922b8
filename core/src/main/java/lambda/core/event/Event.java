package lambda.core.event;

import java.math.BigDecimal;
import java.util.List;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import org.jspecify.annotations.Nullable;

/// A validated event. It never changes, but belongs to one thread at a time. Its values are unboxed
/// and addressed by the position of their field in the stream: this class is on the hot path of
/// both layers.
public final class Event implements Decoded {
  private final List<Field> fields;
  private final int id;
  private final long time;
  private final FieldValues values;

  /// @param values owned by the event from now on
  Event(List<Field> fields, int id, long time, FieldValues values) {
    this.fields = fields;
    this.id = id;
    this.time = time;
    this.values = values;
  }

  /// Receives a range of bytes, which it must not change.
  @FunctionalInterface
  public interface Utf8Consumer {
    void accept(byte[] bytes, int offset, int length);
  }

  /// Unique within the stream.
  public String id() {
    return asString(id);
  }

  /// Event time, milliseconds since the epoch.
  public long time() {
    return time;
  }

  /// Whether the record has fields that the schema does not know.
  public boolean hasUnknownFields() {
    return values.hasUnknownFields();
  }

  /// Whether the field is present and not null.
  public boolean has(int field) {
    return values.has(field);
  }

  /// The value of a string field that is present.
  public String asString(int field) {
    return values.asString(field);
  }

  /// Passes the value of a string field that is present on as UTF-8.
  public void utf8(int field, Utf8Consumer consumer) {
    values.utf8(field, consumer);
  }

  /// The value of a long field that is present; a decimal's unscaled value; a boolean as 1 or 0.
  public long asLong(int field) {
    return values.asLong(field);
  }

  /// The value of a double field that is present.
  public double asDouble(int field) {
    return Double.longBitsToDouble(values.asLong(field));
  }

  /// The value of any field: String, Long, BigDecimal, Double, Boolean, or null.
  public @Nullable Object value(int field) {
    if (!has(field)) {
      return null;
    }
    return switch (fields.get(field).type()) {
      case FieldType.StringType _ -> asString(field);
      case FieldType.LongType _ -> asLong(field);
      case FieldType.DecimalType decimal -> BigDecimal.valueOf(asLong(field), decimal.scale());
      case FieldType.DoubleType _ -> asDouble(field);
      case FieldType.BooleanType _ -> asLong(field) == 1;
    };
  }
}
