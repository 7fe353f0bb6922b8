package lambda.tests.equivalence;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Values of Java, DuckDB and Postgres in one form, so that 1, 1L and 1.00 are equal. Pure.
final class PlainValues {
  private PlainValues() {}

  static List<@Nullable Object> of(List<? extends @Nullable Object> values) {
    List<@Nullable Object> plain = new ArrayList<>();
    for (@Nullable Object value : values) {
      plain.add(of(value));
    }
    return plain;
  }

  static @Nullable Object of(@Nullable Object value) {
    return switch (value) {
      case Integer number -> of(BigDecimal.valueOf(number));
      case Long number -> of(BigDecimal.valueOf(number));
      case BigInteger number -> of(new BigDecimal(number));
      case BigDecimal number ->
          number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
      case Array array -> of(items(array));
      case List<?> list -> of(list);
      case null, default -> value;
    };
  }

  static List<@Nullable Object> items(Array array) {
    try {
      return array.getArray() instanceof Object[] items ? List.of(items) : List.of();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
