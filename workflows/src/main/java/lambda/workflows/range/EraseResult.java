package lambda.workflows.range;

import java.util.List;
import lambda.batch.erasure.ErasureReport;
import lambda.workflows.walk.RangeResult;

/// What was erased.
///
/// @param erased in all hours together: in how many `hours` there was something, how many `events`
///   and `deadLetters` of the archive, and how many `rows` of the raw sink
/// @param hours how many hours were searched, and which failed
/// @param notYet hours that are not sealed and may still hold events of the user: run the workflow
///   again once they are
public record EraseResult(ErasureReport erased, RangeResult hours, List<String> notYet) {
  public EraseResult {
    notYet = List.copyOf(notYet);
  }
}
