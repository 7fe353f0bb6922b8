package lambda.launcher.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import lambda.core.view.DistinctCountSketch;
import lambda.serving.KeyText;
import org.jspecify.annotations.Nullable;

/// One measure of one window and key of a view.
record Figure(String view, Instant window, List<@Nullable String> key, String measure) {

  /// Every difference between two sets of figures, as text.
  ///
  /// @param estimated whether a figure may be off by five standard errors of a sketch
  static List<String> differences(
      Map<Figure, Optional<BigDecimal>> sent,
      Map<Figure, Optional<BigDecimal>> answered,
      Predicate<Figure> estimated) {
    List<String> differences = new ArrayList<>();
    sent.forEach((figure, value) -> {
      Optional<BigDecimal> answer = answered.get(figure);
      if (answer == null || !agree(value, answer, estimated.test(figure))) {
        differences.add(
            "%s: sent %s, answered %s"
                .formatted(
                    figure.describe(), shown(value), answer == null ? "nothing" : shown(answer)));
      }
    });
    answered.forEach((figure, value) -> {
      if (!sent.containsKey(figure)) {
        differences.add("%s: never sent, answered %s".formatted(figure.describe(), shown(value)));
      }
    });
    return differences;
  }

  private static boolean agree(
      Optional<BigDecimal> sent, Optional<BigDecimal> answered, boolean estimated) {
    if (sent.isEmpty() || answered.isEmpty()) {
      return sent.isEmpty() && answered.isEmpty();
    }
    double value = sent.get().doubleValue();
    double error = estimated ? DistinctCountSketch.errorBound(value) : 0;
    return sent.get().compareTo(answered.get()) == 0
        || Math.abs(value - answered.get().doubleValue()) < error;
  }

  private static String shown(Optional<BigDecimal> value) {
    return value.map(BigDecimal::toPlainString).orElse("null");
  }

  private String describe() {
    return "%s %s%s %s"
        .formatted(view, window, key.isEmpty() ? "" : " " + KeyText.of(key), measure);
  }
}
