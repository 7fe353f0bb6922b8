package lambda.batch;

import lambda.core.hour.OffsetRange;
import org.jspecify.annotations.Nullable;

/// One range of offsets as it stands in the archive.
///
/// @param rawKey the object with its events; null where it has none
/// @param dlqKey the object with its malformed records; null where it has none
/// @param gaps offsets that hold no record
record ArchivedObject(
    OffsetRange range,
    @Nullable String rawKey,
    long rawRows,
    long rawBytes,
    @Nullable String dlqKey,
    long deadLetters,
    long gaps) {}
