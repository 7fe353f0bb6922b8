package lambda.serving.hour;

import java.time.Instant;
import lambda.store.HourStatus;
import org.jspecify.annotations.Nullable;

/// An hour of a stream. Stable: programs read it, from `./lambda hours --json` and from the API.
///
/// @param records the number of records, including malformed ones and duplicates
/// @param waitsFor what the hour waits for, such as `the speed layer`; null if it does not wait
public record HourSummary(
    String stream,
    Instant hour,
    String state,
    long records,
    long deadLetters,
    long duplicates,
    long differences,
    long lost,
    @Nullable String waitsFor) {

  public static HourSummary of(HourStatus hour) {
    return new HourSummary(
        hour.stream(),
        hour.hour().start(),
        hour.state().label(),
        hour.records(),
        hour.deadLetters(),
        hour.duplicates(),
        hour.differences(),
        hour.lost(),
        hour.waitsFor());
  }
}
