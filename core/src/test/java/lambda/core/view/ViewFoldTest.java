package lambda.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lambda.core.Events;
import lambda.core.Pageviews;
import lambda.core.definition.Condition;
import lambda.core.definition.Constant;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;
import lambda.core.hour.Hour;
import org.junit.jupiter.api.Test;

class ViewFoldTest {
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Condition ALWAYS = Condition.always();

  private static List<Partial> partials(ViewFold fold) {
    List<Partial> partials = new ArrayList<>();
    fold.forEach(partials::add);
    return partials;
  }

  private static ViewFold fold(Measure... measures) {
    ViewDefinition view = Pageviews.perMinute(measures);
    return new ViewFold(Pageviews.stream(view), view);
  }

  @Test
  void memoryGrowsWithPartialsKeysAndSketchedValuesAndNotWithCountedEvents() {
    ViewFold fold = fold(Pageviews.count("n"));
    fold.add(FOUR, Events.pageview(""));
    long one = fold.bytes();
    fold.add(FOUR, Events.pageview(""));
    assertThat(fold.bytes()).isEqualTo(one).isBetween(250L, 1_000L);

    fold.add(FOUR.next(), Events.pageview(""));
    assertThat(fold.bytes()).isEqualTo(2 * one);
    fold.clear();
    assertThat(fold.bytes()).isZero();

    ViewFold sketch = fold(new Measure.CountDistinct("ids", Pageviews.ID, ALWAYS));
    sketch.add(FOUR, Events.pageview(""));
    long first = sketch.bytes();
    sketch.add(FOUR, Events.pageview(""));
    assertThat(sketch.bytes()).isGreaterThan(first).isLessThan(first + 100);
  }

  @Test
  void addsUpByHourWindowAndKey() {
    ViewFold fold = fold(Pageviews.count("n"));
    fold.add(FOUR, Events.pageview(""));
    fold.add(FOUR.next(), Events.pageview(""));
    fold.add(FOUR, Events.pageview(""));

    assertThat(partials(fold))
        .containsExactly(
            new Partial(FOUR, 60_000, List.of("SW19"), List.of(2L)),
            new Partial(FOUR.next(), 60_000, List.of("SW19"), List.of(1L)));
    fold.clear();
    assertThat(fold.size()).isZero();
  }

  @Test
  void aTextThatIsTooLongForAKeyIsCutBetweenCodePoints() {
    String balls = "🎾".repeat(ViewDefinition.KEY_LENGTH);
    StreamDefinition stream = Pageviews.stream();
    ViewDefinition view =
        new ViewDefinition(
            "v", Window.DAY, ALWAYS, List.of(Pageviews.REFERRER), List.of(Pageviews.count("n")));
    ViewFold fold = new ViewFold(stream, view);
    fold.add(FOUR, Events.pageview(",\"data\":{\"referrer\":\"%s\"}".formatted(balls)));
    fold.add(FOUR, Events.pageview(",\"data\":{\"referrer\":\"%sx\"}".formatted(balls)));

    assertThat(partials(fold)).containsExactly(new Partial(FOUR, 0, List.of(balls), List.of(2L)));
  }

  @Test
  void everyMeasureLeavesNullsOut() {
    ViewFold fold =
        fold(
            new Measure.Count("prices", Optional.of(Pageviews.PRICE), ALWAYS),
            new Measure.Sum("sum", Pageviews.PRICE, ALWAYS),
            new Measure.Min("min", Pageviews.PRICE, ALWAYS),
            new Measure.Max("max", Pageviews.SECONDS, ALWAYS),
            new Measure.CountDistinct("referrers", Pageviews.REFERRER, ALWAYS));
    fold.add(FOUR, Events.pageview(""));

    assertThat(partials(fold).getFirst().states())
        .isEqualTo(Arrays.asList(0L, new BigDecimal("0.00"), null, null, List.of()));

    fold.add(
        FOUR, Events.pageview(",\"price\":0.10,\"seconds\":-2,\"data\":{\"referrer\":\"/a\"}"));
    fold.add(
        FOUR, Events.pageview(",\"price\":-0.3,\"seconds\":-3,\"data\":{\"referrer\":\"/a\"}"));
    assertThat(partials(fold).getFirst().states())
        .isEqualTo(
            Arrays.asList(
                2L,
                new BigDecimal("-0.20"),
                new BigDecimal("-0.30"),
                -2.0,
                List.of(DistinctCountSketch.hash("/a"))));
  }

  @Test
  void filtersOfTheViewAndOfAMeasureBothApply() {
    Condition paid =
        new Condition.Comparison(
            Pageviews.PRICE, Condition.Operator.GT, new Constant.ExactValue(100, 2));
    Condition mobile =
        new Condition.Comparison(
            Pageviews.MOBILE, Condition.Operator.EQ, new Constant.BooleanValue(true));
    ViewDefinition view =
        new ViewDefinition(
            "v",
            Window.DAY,
            paid,
            List.of(),
            List.of(
                new Measure.Count("all", Optional.empty(), ALWAYS),
                new Measure.Count("mobile", Optional.empty(), mobile),
                new Measure.Count("other", Optional.empty(), new Condition.Not(mobile))));
    StreamDefinition stream = Pageviews.stream(view);
    ViewFold fold = new ViewFold(stream, view);
    fold.add(FOUR, Events.pageview(",\"price\":1.01,\"mobile\":true"));
    fold.add(FOUR, Events.pageview(",\"price\":1.00,\"mobile\":true"));
    fold.add(FOUR, Events.pageview(",\"price\":2"));
    fold.add(FOUR, Events.pageview(""));

    assertThat(partials(fold))
        .containsExactly(new Partial(FOUR, 0, List.of(), List.of(2L, 1L, 1L)));
  }
}
