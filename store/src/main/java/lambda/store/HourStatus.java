package lambda.store;

import lambda.core.hour.Hour;

/// One hour of one stream, and how far it has come.
///
/// @param state `open`, `closed`, `archived`, `recomputed`, `reconciled` or `sealed`
/// @param records records of the hour, malformed ones and duplicates included
/// @param differences where speed and batch disagreed when the hour was reconciled
/// @param batchServes whether its figures come from the batch layer
public record HourStatus(
    String stream,
    Hour hour,
    String state,
    long records,
    long deadLetters,
    long duplicates,
    long differences,
    boolean batchServes) {}
