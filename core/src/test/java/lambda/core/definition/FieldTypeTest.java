package lambda.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import lambda.core.definition.FieldType.DecimalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTypeTest {
  private static final DecimalType TYPE = new DecimalType(6, 2);

  @ParameterizedTest
  @CsvSource({"12.5, 1250", "-9999.99, -999999", "0e999999999, 0", "1e3, 100000", "1.500, 150"})
  void aDecimalsUnscaledValueHasNoPoint(BigDecimal number, long unscaled) {
    assertThat(TYPE.unscaled(number)).isEqualTo(unscaled);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10000", "0.005", "1e999999999", "1e-999999999"})
  void aNumberWithMoreDigitsDoesNotFit(BigDecimal number) {
    assertThatThrownBy(() -> TYPE.unscaled(number)).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void everyTypeHasAColumnTypeInBothDatabases() {
    assertThat(TYPE.duckdb()).isEqualTo("DECIMAL(6,2)");
    assertThat(TYPE.postgres()).isEqualTo("numeric(6,2)");
    assertThat(new FieldType.LongType().postgres()).isEqualTo("bigint");
    assertThat(new FieldType.DoubleType().postgres()).isEqualTo("double precision");
    assertThat(new FieldType.StringType().duckdb()).isEqualTo("VARCHAR");
    assertThat(new FieldType.BooleanType().duckdb()).isEqualTo("BOOLEAN");
  }
}
