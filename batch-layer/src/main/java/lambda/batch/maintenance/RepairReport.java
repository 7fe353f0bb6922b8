package lambda.batch.maintenance;

import java.util.List;

/// The outcome of repairing an hour.
///
/// @param hour the start of the hour
/// @param broken the keys of the files that were missing or damaged; they were replaced
public record RepairReport(String stream, String hour, List<String> broken) {
  public RepairReport {
    broken = List.copyOf(broken);
  }
}
