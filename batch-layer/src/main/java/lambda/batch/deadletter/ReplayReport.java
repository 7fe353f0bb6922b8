package lambda.batch.deadletter;

/// The outcome of a replay of an hour's dead letters.
///
/// @param replayed how many were sent
/// @param malformed how many are still malformed; they stay where they are
/// @param before how many had been sent by an earlier replay, or by an earlier attempt of this one
public record ReplayReport(long replayed, long malformed, long before) {
  public static final ReplayReport NONE = new ReplayReport(0, 0, 0);

  public ReplayReport plus(ReplayReport other) {
    return new ReplayReport(
        replayed + other.replayed, malformed + other.malformed, before + other.before);
  }
}
