package lambda.core.view;

import java.util.List;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// The aggregate of one view over records of one hour, for one window and key.
///
/// @param hour the hour that the records arrived in
/// @param windowStart the start of the event-time window, milliseconds since the epoch
/// @param key the values of the view's group-by fields, in order: String, Long, BigDecimal, Boolean
///   or null
/// @param states the view's folded measures, in order: Long, BigDecimal, Double, null, or
///   `List<Long>` for a sketch
public record Partial(
    Hour hour, long windowStart, List<@Nullable Object> key, List<@Nullable Object> states) {}
