package lambda.tests.equivalence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the measures of an answer belong.
///
/// @param window its start, in milliseconds since the epoch
/// @param key in the form of [PlainValues]
record Figure(long window, List<@Nullable Object> key) {}
