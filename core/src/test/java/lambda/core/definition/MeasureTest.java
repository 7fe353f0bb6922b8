package lambda.core.definition;

import static lambda.core.Pageviews.PRICE;
import static lambda.core.Pageviews.REFERRER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasureTest {
  private static final Condition ALWAYS = Condition.always();
  private static final Measure.Sum SUM = new Measure.Sum("revenue", PRICE, ALWAYS);
  private static final Measure.Count COUNT =
      new Measure.Count("sales", Optional.empty(), new Condition.IsNull(REFERRER));

  @Test
  void aMeasureIsDescribedByKindFieldAndFilter() {
    assertThat(SUM.describe()).isEqualTo("sum(price)");
    assertThat(COUNT.describe()).isEqualTo("count(events where data.referrer is null)");
    assertThat(new Measure.Count("n", Optional.of(PRICE), ALWAYS).describe())
        .isEqualTo("count(price)");
    assertThat(new Measure.Min("n", PRICE, ALWAYS).describe()).isEqualTo("min(price)");
    assertThat(new Measure.Max("n", PRICE, ALWAYS).describe()).isEqualTo("max(price)");
    assertThat(new Measure.CountDistinct("n", REFERRER, ALWAYS).describe())
        .isEqualTo("uniques(data.referrer)");
    assertThat(new Measure.Quotient("n", SUM, COUNT).describe())
        .isEqualTo("sum(price) / count(events where data.referrer is null)");
  }

  @Test
  void aQuotientIsComputedFromItsTwoParts() {
    assertThat(new Measure.Quotient("mean", SUM, COUNT).states()).containsExactly(SUM, COUNT);
    assertThat(SUM.states()).containsExactly(SUM);
  }
}
