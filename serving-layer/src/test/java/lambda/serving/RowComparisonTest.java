package lambda.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowComparisonTest {
  private static ViewRow row(@Nullable String key, @Nullable String sum) {
    return row(key, sum, "real-time");
  }

  private static ViewRow row(@Nullable String key, @Nullable String sum, String source) {
    List<@Nullable String> values = new ArrayList<>();
    values.add(key);
    return new ViewRow(
        Instant.EPOCH,
        Collections.unmodifiableList(values),
        Collections.singletonMap("sum", sum == null ? null : new BigDecimal(sum)),
        source);
  }

  private static List<String> differences(List<ViewRow> postgres, List<ViewRow> other) {
    return RowComparison.differences(postgres, other).values().stream()
        .map(FigureDifference::sentence)
        .toList();
  }

  @Test
  void equalRowsInAnyOrderDoNotDiffer() {
    assertThat(
            differences(
                List.of(row("a", "1.50"), row(null, null), row("null", "2")),
                List.of(row("null", "2.0"), row("a", "1.5"), row(null, null))))
        .isEmpty();
  }

  @Test
  void aDifferenceNamesWindowKeyAndBothValues() {
    assertThat(
            differences(
                List.of(row("a", "1"), row("b", "2")), List.of(row("a", "3"), row("b", null))))
        .containsExactly(
            "1970-01-01T00:00:00Z a sum: Postgres 1, there 3",
            "1970-01-01T00:00:00Z b sum: Postgres 2, there null");
    assertThat(differences(List.of(row("a", "1", "batch-exact")), List.of(row("a", "1"))))
        .containsExactly("1970-01-01T00:00:00Z a source: Postgres batch-exact, there real-time");
  }

  @Test
  void whatIsMissingOnEitherSideOrThereTwiceDiffers() {
    assertThat(
            differences(
                List.of(row("a", "1"), row("c", "1")),
                List.of(row("b", "1"), row("c", "1"), row("c", "1"))))
        .containsExactlyInAnyOrder(
            "1970-01-01T00:00:00Z a: Postgres present, there missing",
            "1970-01-01T00:00:00Z b: Postgres missing, there present",
            "1970-01-01T00:00:00Z c: Postgres present, there present twice");
  }
}
