package lambda.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final Instant WINDOW = Instant.parse("2026-11-21T05:00:00Z");
  private static final Figure SALES =
      new Figure("sales", WINDOW, List.of("SW19", "Books"), "revenue");
  private static final Figure TOTAL = new Figure("totals", WINDOW, List.of(), "users");

  private static Optional<BigDecimal> of(String number) {
    return Optional.of(new BigDecimal(number));
  }

  private static List<String> differences(
      Map<Figure, Optional<BigDecimal>> sent, Map<Figure, Optional<BigDecimal>> answered) {
    return Figure.differences(sent, answered, _ -> false);
  }

  @Test
  void equalNumbersOfAnotherScaleAgree() {
    assertThat(differences(Map.of(SALES, of("7.50")), Map.of(SALES, of("7.5")))).isEmpty();
  }

  @Test
  void nullAgreesWithNullAlone() {
    assertThat(differences(Map.of(SALES, Optional.empty()), Map.of(SALES, Optional.empty())))
        .isEmpty();
    assertThat(differences(Map.of(SALES, Optional.empty()), Map.of(SALES, of("0"))))
        .containsExactly("sales 2026-11-21T05:00:00Z SW19|Books revenue: sent null, answered 0");
  }

  @Test
  void differenceNamesTheFigureAndBothValues() {
    assertThat(differences(Map.of(SALES, of("7")), Map.of(SALES, of("1E+1"))))
        .containsExactly("sales 2026-11-21T05:00:00Z SW19|Books revenue: sent 7, answered 10");
  }

  @Test
  void missingAndUnexpectedFiguresAreDifferences() {
    assertThat(differences(Map.of(TOTAL, of("7")), Map.of(SALES, of("8"))))
        .containsExactlyInAnyOrder(
            "totals 2026-11-21T05:00:00Z users: sent 7, answered nothing",
            "sales 2026-11-21T05:00:00Z SW19|Books revenue: never sent, answered 8");
  }

  @Test
  void estimateMayBeOffByItsErrorButNotByMore() {
    Map<Figure, Optional<BigDecimal>> sent = Map.of(TOTAL, of("100000"));

    assertThat(Figure.differences(sent, Map.of(TOTAL, of("100500")), _ -> true)).isEmpty();
    assertThat(Figure.differences(sent, Map.of(TOTAL, of("200000")), _ -> true)).hasSize(1);
    assertThat(Figure.differences(sent, Map.of(TOTAL, of("100500")), _ -> false)).hasSize(1);
  }
}
