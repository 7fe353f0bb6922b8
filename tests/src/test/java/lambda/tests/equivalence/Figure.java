package lambda.tests.equivalence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The window and key of an answer's measures.
///
/// @param window its start, in milliseconds since the epoch
/// @param key in the form of [PlainValues]
record Figure(long window, List<@Nullable Object> key) {}
