package lambda.core.definition;

import static lambda.core.Pageviews.MOBILE;
import static lambda.core.Pageviews.POSTCODE;
import static lambda.core.Pageviews.PRICE;
import static lambda.core.Pageviews.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lambda.core.definition.Condition.And;
import lambda.core.definition.Condition.Comparison;
import lambda.core.definition.Condition.IsNull;
import lambda.core.definition.Condition.Not;
import lambda.core.definition.Condition.Operator;
import lambda.core.definition.Condition.Or;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {
  private static final Condition CHEAP =
      new Comparison(PRICE, Operator.LT, new Constant.ExactValue(150, 2));
  private static final Condition MISSING = new IsNull(PRICE);

  @Test
  void aComparisonIsDescribedByFieldOperatorAndConstant() {
    assertThat(CHEAP.describe()).isEqualTo("price lt 1.50");
    assertThat(new Comparison(POSTCODE, Operator.NE, new Constant.StringValue("O'Hare")).describe())
        .isEqualTo("postcode ne 'O''Hare'");
    assertThat(new Comparison(SECONDS, Operator.GTE, new Constant.DoubleValue(0.5)).describe())
        .isEqualTo("seconds gte 0.5");
    assertThat(new Comparison(MOBILE, Operator.EQ, new Constant.BooleanValue(true)).describe())
        .isEqualTo("mobile eq true");
  }

  @Test
  void partsAreInParentheses() {
    assertThat(new And(List.of(CHEAP, new Not(MISSING))).describe())
        .isEqualTo("(price lt 1.50 and not price is null)");
    assertThat(new Or(List.of(MISSING, new And(List.of(CHEAP, CHEAP)))).describe())
        .isEqualTo("(price is null or (price lt 1.50 and price lt 1.50))");
  }

  @Test
  void noPartsAreAlwaysOrNever() {
    assertThat(Condition.always().describe()).isEqualTo("always");
    assertThat(new Or(List.of()).describe()).isEqualTo("never");
  }

  @ParameterizedTest
  @CsvSource({
    "EQ,  false, true,  false",
    "NE,  true,  false, true",
    "LT,  true,  false, false",
    "LTE, true,  true,  false",
    "GT,  false, false, true",
    "GTE, false, true,  true"
  })
  void anOperatorTestsTheSignOfAComparison(
      Operator operator, boolean less, boolean equal, boolean greater) {
    assertThat(operator.test(-1)).isEqualTo(less);
    assertThat(operator.test(0)).isEqualTo(equal);
    assertThat(operator.test(1)).isEqualTo(greater);
  }
}
