package lambda.batch.maintenance;

/// The outcome of compacting an hour.
///
/// @param hour the start of the hour
/// @param before the number of files before
/// @param after the number of files after
public record CompactionReport(String stream, String hour, int before, int after) {}
