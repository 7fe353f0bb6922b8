package lambda.serving;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One window and key of a view, with its figures.
///
/// @param window the start of its event-time window
/// @param key the values of the group-by fields, in order, as text
/// @param measures the figures by their names, in order; null if there is no value
/// @param source `batch-exact` if every record in it was recomputed by the batch layer, else
///   `real-time`; `incomplete` while the view lacks records
public record ViewRow(
    Instant window,
    List<@Nullable String> key,
    Map<String, @Nullable BigDecimal> measures,
    String source) {
  /// The [#source] of every figure of a view that lacks records.
  public static final String INCOMPLETE = "incomplete";

  private static final int FIXED_BYTES = 80;
  private static final int MEASURE_BYTES = 30;

  /// About how many bytes its text takes.
  long size() {
    long size = FIXED_BYTES + (long) measures.size() * MEASURE_BYTES;
    for (@Nullable String value : key) {
      size += value == null ? 0 : value.length();
    }
    return size;
  }
}
