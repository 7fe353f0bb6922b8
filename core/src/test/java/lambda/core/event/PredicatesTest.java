package lambda.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lambda.core.Events;
import lambda.core.Pageviews;
import lambda.core.definition.Condition;
import lambda.core.definition.Condition.Operator;
import lambda.core.definition.Constant;
import org.junit.jupiter.api.Test;

class PredicatesTest {
  private static final Condition CHEAP =
      new Condition.Comparison(Pageviews.PRICE, Operator.LT, new Constant.ExactValue(100, 2));
  private static final Condition LONG_READ =
      new Condition.Comparison(Pageviews.SECONDS, Operator.GTE, new Constant.DoubleValue(2.5));

  private static boolean test(Condition condition, String more) {
    return Predicates.compile(condition, Pageviews.stream().fields()).test(Events.pageview(more));
  }

  @Test
  void numbersAreComparedByValue() {
    assertThat(test(CHEAP, ",\"price\":0.99")).isTrue();
    assertThat(test(CHEAP, ",\"price\":1")).isFalse();
    assertThat(test(LONG_READ, ",\"seconds\":2.5")).isTrue();
    assertThat(test(LONG_READ, ",\"seconds\":2.4")).isFalse();
  }

  @Test
  void stringsAndBooleansAreComparedForEquality() {
    Constant wimbledon = new Constant.StringValue("SW19");
    Constant yes = new Constant.BooleanValue(true);

    assertThat(test(new Condition.Comparison(Pageviews.POSTCODE, Operator.EQ, wimbledon), ""))
        .isTrue();
    assertThat(test(new Condition.Comparison(Pageviews.POSTCODE, Operator.NE, wimbledon), ""))
        .isFalse();
    assertThat(
            test(new Condition.Comparison(Pageviews.MOBILE, Operator.NE, yes), ",\"mobile\":false"))
        .isTrue();
  }

  @Test
  void aComparisonWithNullIsFalseAndItsNegationTrue() {
    Condition notMobile =
        new Condition.Comparison(Pageviews.MOBILE, Operator.NE, new Constant.BooleanValue(true));

    assertThat(test(CHEAP, "")).isFalse();
    assertThat(test(new Condition.Not(CHEAP), "")).isTrue();
    assertThat(test(notMobile, "")).isFalse();
    assertThat(test(new Condition.IsNull(Pageviews.PRICE), "")).isTrue();
    assertThat(test(new Condition.IsNull(Pageviews.PRICE), ",\"price\":1")).isFalse();
  }

  @Test
  void andNeedsAllPartsAndOrOne() {
    List<Condition> parts = List.of(CHEAP, LONG_READ);

    assertThat(test(new Condition.And(parts), ",\"price\":0,\"seconds\":3")).isTrue();
    assertThat(test(new Condition.And(parts), ",\"price\":0,\"seconds\":1")).isFalse();
    assertThat(test(new Condition.Or(parts), ",\"price\":0,\"seconds\":1")).isTrue();
    assertThat(test(new Condition.Or(parts), ",\"price\":1,\"seconds\":1")).isFalse();
    assertThat(test(Condition.always(), "")).isTrue();
    assertThat(test(new Condition.Or(List.of()), "")).isFalse();
  }
}
