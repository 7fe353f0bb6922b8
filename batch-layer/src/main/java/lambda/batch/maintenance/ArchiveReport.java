package lambda.batch.maintenance;

import java.util.List;

/// What a verification of a stream's archive found.
///
/// @param records events and dead letters
/// @param problems what is wrong, a line each; none if every record of every archived hour stands
///   in exactly one file, whole
/// @param orphans objects that no manifest names; harmless, and tidied away after a grace
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
