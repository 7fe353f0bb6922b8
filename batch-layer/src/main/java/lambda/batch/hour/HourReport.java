package lambda.batch.hour;

import lambda.core.hour.HourState;

/// The state and counts of an hour: the result of its workflow.
///
/// @param hour its start, ISO-8601
/// @param state how far it is; `sealed` once every step is done
/// @param differences how many differences the reconciliation found and healed
public record HourReport(
    String stream,
    String hour,
    String state,
    long records,
    long deadLetters,
    long duplicates,
    long differences) {

  /// Whether the hour is sealed: nothing is left to do.
  public boolean sealed() {
    return state.equals(HourState.SEALED.label());
  }
}
