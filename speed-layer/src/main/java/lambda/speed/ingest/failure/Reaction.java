package lambda.speed.ingest.failure;

/// What an ingest loop does about a failure.
public sealed interface Reaction {
  /// What is wrong, for the log and for health.
  String problem();

  /// It may pass: try again.
  record Retry(String problem) implements Reaction {}

  /// It is a defect of this program: try again, and log where it happened.
  record Defect(String problem) implements Reaction {}

  /// Somebody has to act. The loop keeps trying at long intervals, so that it continues by itself
  /// once that is done; the loops of other streams are not affected.
  record AwaitHelp(String problem) implements Reaction {}

  /// Trying again in this process does harm, or cannot help: the process ends, so that whatever
  /// supervises it acts.
  record EndProcess(String problem) implements Reaction {}
}
