package lambda.tests.simulation.world;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The measures of a partial or a figure.
public record Totals(long count, long sum) {
  public static final Totals ZERO = new Totals(0, 0);

  static Totals of(List<? extends @Nullable Object> states) {
    return new Totals(number(states.get(0)), number(states.get(1)));
  }

  private static long number(@Nullable Object state) {
    return state instanceof Number number ? number.longValue() : 0;
  }

  public Totals plus(Totals other) {
    return new Totals(count + other.count, sum + other.sum);
  }
}
