package lambda.batch.maintenance;

/// What became of an hour's files.
///
/// @param hour its start
/// @param before how many files there were
/// @param after how many there are
public record CompactionReport(String stream, String hour, int before, int after) {}
