package lambda.store;

import lambda.core.hour.Hour;
import lambda.core.hour.HourState;

/// One hour of one stream, and how far it is.
///
/// @param records the number of records, including malformed ones and duplicates
/// @param differences how often the layers disagreed when the hour was reconciled
/// @param batchServes whether its figures come from the batch layer
public record HourStatus(
    String stream,
    Hour hour,
    HourState state,
    long records,
    long deadLetters,
    long duplicates,
    long differences,
    boolean batchServes) {}
