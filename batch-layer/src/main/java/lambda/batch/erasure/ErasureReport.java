package lambda.batch.erasure;

/// What was erased, for as many hours as were looked at.
///
/// @param hours in which there was something
/// @param rows of the raw sink
public record ErasureReport(long hours, long events, long deadLetters, long rows) {
  public static final ErasureReport NONE = new ErasureReport(0, 0, 0, 0);

  /// Of one hour.
  public static ErasureReport ofHour(long events, long deadLetters) {
    return new ErasureReport(events + deadLetters > 0 ? 1 : 0, events, deadLetters, 0);
  }

  /// Of the raw sink.
  static ErasureReport ofRows(long rows) {
    return new ErasureReport(0, 0, 0, rows);
  }

  public ErasureReport plus(ErasureReport other) {
    return new ErasureReport(
        hours + other.hours,
        events + other.events,
        deadLetters + other.deadLetters,
        rows + other.rows);
  }
}
