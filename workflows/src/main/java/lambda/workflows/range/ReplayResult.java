package lambda.workflows.range;

import lambda.batch.deadletter.ReplayReport;

/// What was done with the dead letters of a range.
///
/// @param letters the sum over all hours
public record ReplayResult(ReplayReport letters, RangeResult hours) {}
