package lambda.workflows.activity;

import io.temporal.activity.ActivityInterface;
import lambda.batch.deadletter.ReplayReport;
import lambda.batch.deadletter.ReplayRequest;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.hour.HourReport;
import lambda.batch.hour.LossReport;
import lambda.batch.maintenance.CompactionReport;
import lambda.batch.maintenance.RepairReport;
import lambda.workflows.input.HourInput;

/// Activities on an hour: the steps of `LambdaHour`, and more. Each may run again after a failure,
/// and twice at the same time.
@ActivityInterface(namePrefix = "Hour")
public interface HourActivities {

  /// Decides which records the hour holds.
  ///
  /// @return whether the hour is already sealed, so that nothing is left to do
  boolean close(HourInput hour);

  void archive(HourInput hour);

  /// Archives the hour before first if it is not archived.
  void recompute(HourInput hour);

  /// What the hour waits for before it can be reconciled; empty if it can be now.
  String waitsFor(HourInput hour);

  void reconcile(HourInput hour);

  /// @return the state of the hour now; see [lambda.batch.HourPipeline#seal]
  HourReport seal(HourInput hour);

  HourReport report(HourInput hour);

  /// Makes a sealed hour due again, so that the next run seals it again.
  void reopen(HourInput hour);

  /// Declares lost what Kafka deleted of the hour before it was archived.
  LossReport declareLost(HourInput hour);

  /// Replaces the hour's many files by a few.
  CompactionReport compact(HourInput hour);

  /// Archives the hour again if files of it are missing or damaged.
  RepairReport repair(HourInput hour);

  /// Removes a user's events from the hour's files.
  ErasureReport erase(HourInput hour, Erasure erasure);

  /// Sends the hour's dead letters again that are events now.
  ReplayReport replay(HourInput hour, ReplayRequest request);
}
