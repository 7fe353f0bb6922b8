package lambda.core.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A validated event.
///
/// @param id unique within the stream
/// @param time event time, milliseconds since the epoch
/// @param values the values of the stream's fields, in the schema's order: String, Long, Double,
///   Boolean, or null where the schema allows it
/// @param extended whether the record has fields that the schema does not know
public record Event(String id, long time, List<@Nullable Object> values, boolean extended)
    implements Decoded {}
