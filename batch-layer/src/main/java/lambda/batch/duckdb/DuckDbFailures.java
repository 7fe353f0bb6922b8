package lambda.batch.duckdb;

import java.sql.SQLException;
import java.util.List;
import lambda.core.failure.LambdaException;

/// Sorts the errors of DuckDB by category. Pure.
public final class DuckDbFailures {
  /// DuckDB's names for transient errors.
  private static final List<String> TRANSIENT =
      List.of("IO Error", "HTTP Error", "INTERRUPT Error", "INTERNAL Error", "FATAL Error");

  /// The start of the relevant line when the driver puts its own line first.
  private static final String CAUSE = "Error: ";

  private DuckDbFailures() {}

  /// The error as a failure of the platform. Errors of memory, disk and network are transient; any
  /// other would only recur.
  ///
  /// @param what the action that failed, such as `recompute hour 2026-11-21T04:00:00Z of pageviews`
  public static LambdaException of(String what, SQLException e) {
    String line = relevantLine(String.valueOf(e.getMessage()));
    if (line.contains("Out of Memory Error") || line.contains("No space left on device")) {
      return LambdaException.retry(
          "cannot %s: DuckDB ran out of memory or disk. Raise LAMBDA_DUCKDB_MEMORY, or free space in the folder LAMBDA_WORK, where DuckDB spills. The step is retried until it succeeds. DuckDB says: %s"
              .formatted(what, line),
          e);
    }
    String message = "cannot %s: %s".formatted(what, line);
    return TRANSIENT.stream().anyMatch(line::contains)
        ? LambdaException.retry(message, e)
        : LambdaException.fatal(message);
  }

  /// The relevant line: the one that starts with [#CAUSE], otherwise the first.
  private static String relevantLine(String message) {
    List<String> lines = message.lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(CAUSE))
        .findFirst()
        .map(line -> line.substring(CAUSE.length()))
        .orElse(lines.isEmpty() ? "nothing" : lines.getFirst());
  }
}
