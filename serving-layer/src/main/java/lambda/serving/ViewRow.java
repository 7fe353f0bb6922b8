package lambda.serving;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One window and key of a view, with its figures.
///
/// @param window the start of its event-time window
/// @param key the values of the group-by fields, in order, as text
/// @param measures the figures by their names, in order; null if there is no value
/// @param source `batch-exact` if every record in it was recomputed by the batch layer, else
///   `real-time`
public record ViewRow(
    Instant window,
    List<@Nullable String> key,
    Map<String, @Nullable BigDecimal> measures,
    String source) {

  /// The rows with the highest values of a measure, highest first; those without a value come last.
  public static List<ViewRow> top(List<ViewRow> rows, String measure, int count) {
    Comparator<ViewRow> byMeasure =
        Comparator.comparing(
            row -> row.measures().get(measure), Comparator.nullsFirst(Comparator.naturalOrder()));
    return rows.stream().sorted(byMeasure.reversed()).limit(count).toList();
  }
}
