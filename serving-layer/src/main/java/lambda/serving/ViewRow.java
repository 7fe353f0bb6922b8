package lambda.serving;

import java.time.Instant;
import java.util.Map;

/// One figure of a view.
///
/// @param window the start of its event-time window
/// @param key the values of the group-by fields, in order, joined by `|`; null is empty
/// @param source `batch-exact` if every record in it was recomputed by the batch layer, else
///   `real-time`
public record ViewRow(Instant window, String key, Map<String, Long> measures, String source) {}
