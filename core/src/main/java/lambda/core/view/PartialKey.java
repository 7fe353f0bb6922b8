package lambda.core.view;

import java.util.List;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// Which partial of a view: the hour its records arrived in, the event-time window, the key.
///
/// @param windowStart milliseconds since the epoch
/// @param key the values of the view's group-by fields, in order
public record PartialKey(Hour hour, long windowStart, List<@Nullable Object> key) {}
