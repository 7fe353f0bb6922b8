package lambda.batch.maintenance;

import java.util.List;

/// The result of rebuilding the manifest of a stream.
///
/// @param applied whether Postgres was changed; if not, this is what would be done
/// @param hours how many hours have a manifest in the bucket
/// @param restored the hours whose manifest Postgres lacked, or had in an earlier state
/// @param erased those of them from which users were erased since the state that Postgres has: its
///   other tables may hold these users again
/// @param replaced objects that the manifest no longer lists; clean-up deletes them after the grace
///   period
/// @param problems what cannot be decided, one line each
public record RebuildReport(
    String stream,
    boolean applied,
    long hours,
    List<String> restored,
    List<String> erased,
    List<String> replaced,
    List<String> problems) {
  public RebuildReport {
    restored = List.copyOf(restored);
    erased = List.copyOf(erased);
    replaced = List.copyOf(replaced);
    problems = List.copyOf(problems);
  }
}
