package lambda.workflows.range;

import java.util.List;

/// What became of a range of hours.
///
/// @param done how many hours went well, in all runs of the workflow
/// @param failed the hours that did not; the workflow of each tells why
public record RangeResult(int done, List<String> failed) {
  static final RangeResult NONE = new RangeResult(0, List.of());

  public RangeResult {
    failed = List.copyOf(failed);
  }
}
