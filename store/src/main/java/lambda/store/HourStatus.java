package lambda.store;

import lambda.core.hour.Hour;
import lambda.core.hour.HourState;
import org.jspecify.annotations.Nullable;

/// One hour of one stream, and how far it is.
///
/// @param records the number of records, including malformed ones and duplicates
/// @param differences how often the layers disagreed when the hour was reconciled
/// @param batchServes whether its figures come from the batch layer
/// @param lost how many offsets were declared lost
/// @param waitsFor what the hour waits for, such as `the speed layer`; null if it does not wait
public record HourStatus(
    String stream,
    Hour hour,
    HourState state,
    long records,
    long deadLetters,
    long duplicates,
    long differences,
    boolean batchServes,
    long lost,
    @Nullable String waitsFor) {}
