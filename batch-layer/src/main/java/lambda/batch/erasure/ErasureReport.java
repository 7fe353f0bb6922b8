package lambda.batch.erasure;

/// What was erased from one or more hours and the raw sink.
///
/// @param hours in how many hours there was data to erase
/// @param rows how many rows of the raw sink were deleted
public record ErasureReport(long hours, long events, long deadLetters, long rows) {
  public static final ErasureReport NONE = new ErasureReport(0, 0, 0, 0);

  /// The report of one hour.
  public static ErasureReport ofHour(long events, long deadLetters) {
    return new ErasureReport(events + deadLetters > 0 ? 1 : 0, events, deadLetters, 0);
  }

  /// The report of the raw sink.
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
