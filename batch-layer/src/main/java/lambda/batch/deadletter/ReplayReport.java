package lambda.batch.deadletter;

/// What became of an hour's dead letters.
///
/// @param replayed sent again now
/// @param malformed still no events, and left where they are
/// @param before sent again by an earlier replay
public record ReplayReport(long replayed, long malformed, long before) {
  public static final ReplayReport NONE = new ReplayReport(0, 0, 0);

  public ReplayReport plus(ReplayReport other) {
    return new ReplayReport(
        replayed + other.replayed, malformed + other.malformed, before + other.before);
  }
}
