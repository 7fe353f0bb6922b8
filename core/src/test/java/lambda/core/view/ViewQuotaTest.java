package lambda.core.view;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lambda.core.Pageviews;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import org.junit.jupiter.api.Test;

class ViewQuotaTest {
  private static final Hour HOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final ViewDefinition VIEW = Pageviews.perMinute(Pageviews.count("n"));

  @Test
  void asManyRowsAsTheQuotaAreAccepted() {
    assertThatCode(() -> new ViewQuota(3).require(VIEW, HOUR, 3)).doesNotThrowAnyException();
  }

  @Test
  void moreAreRefusedWithViewHourQuotaAndRemedy() {
    assertThatThrownBy(() -> new ViewQuota(3).require(VIEW, HOUR, 4))
        .hasMessageContaining(
            "view %s would have 4 rows in hour 2026-11-21T04:00:00Z, but LAMBDA_VIEW_QUOTA allows 3"
                .formatted(VIEW.name()))
        .hasMessageContaining("raise LAMBDA_VIEW_QUOTA")
        .hasMessageContaining("./lambda run setup");
  }
}
