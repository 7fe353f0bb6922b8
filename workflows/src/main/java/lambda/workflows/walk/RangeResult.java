package lambda.workflows.walk;

import java.util.List;

/// What was done with the hours of a range.
///
/// @param done how many hours succeeded, in all runs of the workflow
/// @param failed the hours that did not, oldest first; the workflow of each shows why
public record RangeResult(int done, List<String> failed) {
  public RangeResult {
    failed = List.copyOf(failed);
  }
}
