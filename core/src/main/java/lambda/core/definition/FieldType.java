package lambda.core.definition;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// The types a field of an event may have.
public sealed interface FieldType {

  /// Unicode text.
  record StringType() implements FieldType {}

  /// A whole number of 64 bits.
  record LongType() implements FieldType {}

  /// An exact decimal number.
  ///
  /// @param precision how many digits it has at most, up to [#MAX_PRECISION]
  /// @param scale how many of them stand after the point
  record DecimalType(int precision, int scale) implements FieldType {
    /// Decimals of up to so many digits fit into 64 bits, without their point.
    public static final int MAX_PRECISION = 18;

    /// The number without its point: 12.50 at scale 2 is 1250.
    ///
    /// @throws ArithmeticException if the number has more digits than this type
    public long unscaled(BigDecimal number) {
      if (number.signum() == 0) {
        return 0;
      }
      // Before any digit is written out: 1e999999999 and 1e-999999999 are short texts.
      long before = (long) number.precision() - number.scale();
      if (before > precision - scale || before < -scale) {
        throw new ArithmeticException("it does not fit into " + this);
      }
      return number.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
    }
  }

  /// A floating-point number of 64 bits: to be compared, never to be added up.
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

  /// What people call it, in the words of Avro.
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
