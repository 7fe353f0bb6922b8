package lambda.workflows.range;

import java.util.List;
import lambda.workflows.walk.RangeResult;

/// What was repaired in the archive of a range.
///
/// @param repaired the keys of the files that were missing or damaged and are replaced
public record RepairResult(List<String> repaired, RangeResult hours) {
  public RepairResult {
    repaired = List.copyOf(repaired);
  }
}
