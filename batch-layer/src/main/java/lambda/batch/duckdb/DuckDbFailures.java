package lambda.batch.duckdb;

import java.sql.SQLException;
import java.util.List;
import lambda.core.failure.LambdaException;

/// Sorts what DuckDB says. Pure.
public final class DuckDbFailures {
  /// What DuckDB calls failures that the world around it may have caused.
  private static final List<String> PASSING =
      List.of("IO Error", "HTTP Error", "INTERRUPT Error", "INTERNAL Error", "FATAL Error");

  /// How the driver begins the line that matters, where it puts one of its own first.
  private static final String CAUSE = "Error: ";

  private DuckDbFailures() {}

  /// The failure as the platform knows it: what memory, disk and network do may pass; anything else
  /// DuckDB would answer again.
  ///
  /// @param what was tried, as in `recompute hour 2026-11-21T04:00:00Z of pageviews`
  public static LambdaException of(String what, SQLException e) {
    String said = said(String.valueOf(e.getMessage()));
    if (said.contains("Out of Memory Error") || said.contains("No space left on device")) {
      return LambdaException.retry(
          "cannot %s: DuckDB has neither memory nor disk enough. Give it more by LAMBDA_DUCKDB_MEMORY, or room for its spill where LAMBDA_WORK is; it is tried again until then. DuckDB said: %s"
              .formatted(what, said),
          e);
    }
    String message = "cannot %s: %s".formatted(what, said);
    return PASSING.stream().anyMatch(said::contains)
        ? LambdaException.retry(message, e)
        : LambdaException.fatal(message);
  }

  /// The line that matters: the first, or the one that the driver puts another before.
  private static String said(String message) {
    List<String> lines = message.lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(CAUSE))
        .findFirst()
        .map(line -> line.substring(CAUSE.length()))
        .orElse(lines.isEmpty() ? "nothing" : lines.getFirst());
  }
}
