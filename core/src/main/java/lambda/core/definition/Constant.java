package lambda.core.definition;

import java.math.BigDecimal;

/// A value that a definition compares a field with.
public sealed interface Constant {
  record Text(String value) implements Constant {}

  /// A whole number, or a decimal of the field's scale.
  record Exact(long unscaled, int scale) implements Constant {
    @Override
    public String toString() {
      return BigDecimal.valueOf(unscaled, scale).toPlainString();
    }
  }

  record Real(double value) implements Constant {}

  record Bool(boolean value) implements Constant {}

  /// As a definition writes it; different constants are written differently.
  default String words() {
    return switch (this) {
      case Text(String value) -> "'" + value.replace("'", "''") + "'";
      case Exact exact -> exact.toString();
      case Real(double value) -> Double.toString(value);
      case Bool(boolean value) -> Boolean.toString(value);
    };
  }
}
