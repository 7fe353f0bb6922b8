package lambda.workflows.range;

import java.util.List;

/// What became of the archive of a range.
///
/// @param repaired the keys of the files that were missing or spoilt, and are replaced
public record RepairResult(List<String> repaired, RangeResult hours) {
  static final RepairResult NONE = new RepairResult(List.of(), RangeResult.NONE);

  public RepairResult {
    repaired = List.copyOf(repaired);
  }
}
