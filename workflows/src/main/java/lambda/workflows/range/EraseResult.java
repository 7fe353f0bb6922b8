package lambda.workflows.range;

import java.util.List;
import lambda.batch.erasure.ErasureReport;

/// What was erased.
///
/// @param erased in all hours together
/// @param hours how many hours were looked at, and which failed
/// @param notYet hours that were not sealed, where the user's events may still be: run it again
///   once they are
public record EraseResult(ErasureReport erased, RangeResult hours, List<String> notYet) {
  static final EraseResult NONE = new EraseResult(ErasureReport.NONE, RangeResult.NONE, List.of());

  public EraseResult {
    notYet = List.copyOf(notYet);
  }
}
