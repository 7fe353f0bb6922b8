package lambda.batch.maintenance;

import java.util.List;

/// What became of an hour's files.
///
/// @param hour its start
/// @param broken the keys of the files that were missing or not what was archived; they are
///   replaced
public record RepairReport(String stream, String hour, List<String> broken) {
  public RepairReport {
    broken = List.copyOf(broken);
  }
}
