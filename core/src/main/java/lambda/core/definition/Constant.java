package lambda.core.definition;

import java.math.BigDecimal;

/// A value that a condition compares a field with.
public sealed interface Constant {
  record StringValue(String value) implements Constant {}

  /// A long, or a decimal with the field's scale.
  record ExactValue(long unscaled, int scale) implements Constant {
    @Override
    public String toString() {
      return BigDecimal.valueOf(unscaled, scale).toPlainString();
    }
  }

  record DoubleValue(double value) implements Constant {}

  record BooleanValue(boolean value) implements Constant {}

  /// The constant as text, different for different constants of one type.
  default String describe() {
    return switch (this) {
      case StringValue(String value) -> "'" + value.replace("'", "''") + "'";
      case ExactValue exact -> exact.toString();
      case DoubleValue(double value) -> Double.toString(value);
      case BooleanValue(boolean value) -> Boolean.toString(value);
    };
  }
}
