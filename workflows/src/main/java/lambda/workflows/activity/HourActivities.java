package lambda.workflows.activity;

import io.temporal.activity.ActivityInterface;
import lambda.batch.deadletter.ReplayReport;
import lambda.batch.deadletter.ReplayRequest;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.hour.HourReport;
import lambda.batch.maintenance.CompactionReport;
import lambda.batch.maintenance.RepairReport;
import lambda.workflows.input.HourInput;

/// What is done with an hour: the steps of [LambdaHour], and more. Each may run again after a
/// failure, and side by side with itself.
@ActivityInterface(namePrefix = "Hour")
public interface HourActivities {

  /// Settles which records the hour holds.
  ///
  /// @return whether the hour is sealed, so that nothing is left to do
  boolean close(HourInput hour);

  void archive(HourInput hour);

  void recompute(HourInput hour);

  void reconcile(HourInput hour);

  /// @return how far the hour is now; see [lambda.batch.HourPipeline#seal]
  HourReport seal(HourInput hour);

  HourReport report(HourInput hour);

  /// Makes a sealed hour due again.
  void reopen(HourInput hour);

  /// Makes few files of the hour's many.
  CompactionReport compact(HourInput hour);

  /// Archives the hour again if files of it are missing or spoilt.
  RepairReport repair(HourInput hour);

  /// Takes what a user did out of the hour's files.
  ErasureReport erase(HourInput hour, Erasure erasure);

  /// Sends dead letters of the hour again that are events now.
  ReplayReport replay(HourInput hour, ReplayRequest request);
}
