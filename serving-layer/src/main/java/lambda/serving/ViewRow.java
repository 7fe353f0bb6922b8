package lambda.serving;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One window and key of a view, with its figures.
///
/// @param window the start of its event-time window
/// @param key the values of the group-by fields, in order, joined by `|`; null is empty
/// @param measures the figures by their names, in order; null where there is nothing to answer
/// @param source `batch-exact` if every record in it was recomputed by the batch layer, else
///   `real-time`
public record ViewRow(
    Instant window, String key, Map<String, @Nullable BigDecimal> measures, String source) {}
