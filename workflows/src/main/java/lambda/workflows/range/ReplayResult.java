package lambda.workflows.range;

import lambda.batch.deadletter.ReplayReport;
import lambda.workflows.walk.RangeResult;

/// What was done with the dead letters of a range.
///
/// @param letters the sum over all hours
public record ReplayResult(ReplayReport letters, RangeResult hours) {}
