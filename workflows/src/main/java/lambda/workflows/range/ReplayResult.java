package lambda.workflows.range;

import lambda.batch.deadletter.ReplayReport;

/// What became of the dead letters of a range.
public record ReplayResult(ReplayReport letters, RangeResult hours) {
  static final ReplayResult NONE = new ReplayResult(ReplayReport.NONE, RangeResult.NONE);
}
