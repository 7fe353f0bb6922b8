package lambda.workflows.range;

import java.util.List;
import lambda.core.failure.LambdaException;
import lambda.workflows.input.RangeInput;

/// The failure of a range without hours; it names the hours that exist.
final class NoHours {
  private NoHours() {}

  /// @param hours all hours of the stream that are over, oldest first
  /// @return of category bad input
  static LambdaException in(RangeInput range, List<String> hours) {
    String there =
        hours.isEmpty()
            ? "none of its hours is over yet"
            : "its hours are from %s to %s".formatted(hours.getFirst(), hours.getLast());
    return LambdaException.badInput(
        "%s has no hour that is over from %s to %s; %s"
            .formatted(range.stream(), range.from(), range.to(), there));
  }
}
