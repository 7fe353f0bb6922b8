package lambda.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import lambda.core.hour.Hour;
import lambda.store.BatchViews;
import org.junit.jupiter.api.Test;

class GapsTest {
  private static final BatchViews.Span TWO_HOURS =
      new BatchViews.Span(
          2, Hour.parse("2026-11-21T04:00:00Z"), Hour.parse("2026-11-21T05:00:00Z"));

  @Test
  void viewThatLacksNothingHasNothingToSay() {
    assertThat(new Gaps("sales", "by_mood", Optional.empty(), 0).sentence()).isEmpty();
  }

  @Test
  void whatIsMissingAndHowItFillsIsOneLine() {
    assertThat(new Gaps("sales", "by_mood", Optional.of(TWO_HOURS), 120).sentence())
        .hasValueSatisfying(line ->
            assertThat(line)
                .hasLineCount(1)
                .startsWith("by_mood is incomplete: the batch layer computed 2 hours without it")
                .contains("from 2026-11-21T04:00:00Z to 2026-11-21T05:00:00Z", "SealHours")
                .contains("the speed layer has 120 offsets of sales left to fold for it"));
  }
}
