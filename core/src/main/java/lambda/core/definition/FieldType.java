package lambda.core.definition;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// The type of an event's field.
public sealed interface FieldType {

  /// Unicode text.
  record StringType() implements FieldType {}

  /// A 64-bit integer.
  record LongType() implements FieldType {}

  /// An exact decimal number.
  ///
  /// @param precision the maximum number of digits, up to [#MAX_PRECISION]
  /// @param scale how many of them follow the decimal point
  record DecimalType(int precision, int scale) implements FieldType {
    /// The unscaled value of a decimal with this many digits fits in 64 bits.
    public static final int MAX_PRECISION = 18;

    /// The unscaled value: 1250 for 12.50 at scale 2.
    ///
    /// @throws ArithmeticException if the number has more digits than this type allows
    public long unscaled(BigDecimal number) {
      if (number.signum() == 0) {
        return 0;
      }
      // Checked before the number is expanded: 1e999999999 and 1e-999999999 are short texts.
      long integerDigits = (long) number.precision() - number.scale();
      if (integerDigits > precision - scale || integerDigits < -scale) {
        throw new ArithmeticException("the number does not fit in a " + describe());
      }
      return number.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
    }
  }

  /// A 64-bit floating-point number. It can be compared but not summed.
  record DoubleType() implements FieldType {}

  /// True or false.
  record BooleanType() implements FieldType {}

  /// The type of its column in DuckDB and in Parquet.
  default String duckdb() {
    return switch (this) {
      case StringType _ -> "VARCHAR";
      case LongType _ -> "BIGINT";
      case DecimalType(int precision, int scale) -> "DECIMAL(%d,%d)".formatted(precision, scale);
      case DoubleType _ -> "DOUBLE";
      case BooleanType _ -> "BOOLEAN";
    };
  }

  /// The type of its column in Postgres.
  default String postgres() {
    return switch (this) {
      case StringType _ -> "text";
      case LongType _ -> "bigint";
      case DecimalType(int precision, int scale) -> "numeric(%d,%d)".formatted(precision, scale);
      case DoubleType _ -> "double precision";
      case BooleanType _ -> "boolean";
    };
  }

  /// Its name in messages, in Avro's terms.
  default String describe() {
    return switch (this) {
      case StringType _ -> "string";
      case LongType _ -> "long";
      case DecimalType(int precision, int scale) -> "decimal(%d,%d)".formatted(precision, scale);
      case DoubleType _ -> "double";
      case BooleanType _ -> "boolean";
    };
  }
}
