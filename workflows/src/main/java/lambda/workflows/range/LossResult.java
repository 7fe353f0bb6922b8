package lambda.workflows.range;

import lambda.batch.hour.LossReport;
import lambda.workflows.walk.RangeResult;

/// What was declared lost of a range.
///
/// @param lost of all hours together
/// @param hours the hours that were not archived yet
public record LossResult(LossReport lost, RangeResult hours) {}
