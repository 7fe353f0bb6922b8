package lambda.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewRowTest {
  private static ViewRow row(String key, @Nullable String figure) {
    Map<String, @Nullable BigDecimal> measures =
        Collections.singletonMap("sum", figure == null ? null : new BigDecimal(figure));
    return new ViewRow(Instant.EPOCH, List.of(key), measures, "real-time");
  }

  @Test
  void topRowsAreThoseOfTheHighestFigures() {
    ViewRow nine = row("nine", "9");
    ViewRow ten = row("ten", "10.0");
    ViewRow none = row("none", null);

    assertThat(ViewRow.top(List.of(none, nine, ten), "sum", 2)).containsExactly(ten, nine);
    assertThat(ViewRow.top(List.of(none, nine, ten), "sum", 9)).containsExactly(ten, nine, none);
  }
}
