package lambda.batch.maintenance;

import java.util.List;

/// The result of verifying a stream's archive.
///
/// @param records the number of events and dead letters
/// @param problems one line each; empty if every record of every archived hour is in exactly one
///   intact file
/// @param orphans objects that were put but not yet listed in the manifest; harmless. Those of dead
///   processes are deleted after the grace period
public record ArchiveReport(
    String stream,
    long hours,
    long ranges,
    long records,
    long files,
    long bytes,
    List<String> problems,
    List<String> orphans) {
  public ArchiveReport {
    problems = List.copyOf(problems);
    orphans = List.copyOf(orphans);
  }
}
