package lambda.batch.duckdb;

import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lambda.core.failure.LambdaException;

/// Sorts the errors of DuckDB by category. Pure.
public final class DuckDbFailures {
  /// DuckDB's names for transient errors.
  private static final List<String> TRANSIENT =
      List.of("IO Error", "HTTP Error", "INTERRUPT Error", "INTERNAL Error", "FATAL Error");

  /// The start of the relevant line when the driver puts its own line first.
  private static final String CAUSE = "Error: ";

  /// `(HTTP 404 Not Found)`, or `Request returned HTTP 503 for HTTP HEAD`.
  private static final Pattern STATUS = Pattern.compile("HTTP (\\d{3})\\b");

  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private DuckDbFailures() {}

  /// The error as a failure of the platform. Errors of memory, disk and network are transient; any
  /// other would only recur, a server's refusal included.
  ///
  /// @param what the action that failed, such as `recompute hour 2026-11-21T04:00:00Z of pageviews`
  public static LambdaException of(String what, SQLException e) {
    String line = relevantLine(e);
    if (line.contains("Out of Memory Error") || line.contains("No space left on device")) {
      return LambdaException.retry(
          "cannot %s: DuckDB ran out of memory or disk. Raise LAMBDA_DUCKDB_MEMORY, or free space in the folder LAMBDA_WORK, where DuckDB spills. The step is retried until it succeeds. DuckDB says: %s"
              .formatted(what, line),
          e);
    }
    String message = "cannot %s: %s".formatted(what, line);
    if (refusedByServer(e)) {
      return LambdaException.fatal(
          message
              + ". Check LAMBDA_S3, the other LAMBDA_S3_* settings and the permissions of their key");
    }
    return TRANSIENT.stream().anyMatch(line::contains)
        ? LambdaException.retry(message, e)
        : LambdaException.fatal(message);
  }

  /// Whether a server answered that it will not serve the request, now or later: a status of 3xx or
  /// 4xx other than a time-out or too many requests.
  public static boolean refusedByServer(SQLException e) {
    OptionalInt status = status(relevantLine(e));
    return status.isPresent()
        && status.getAsInt() < SERVER_ERROR
        && status.getAsInt() != REQUEST_TIMEOUT
        && status.getAsInt() != TOO_MANY_REQUESTS;
  }

  /// All that DuckDB says, such as where in a query the error is, without the driver's own line.
  public static String explanation(SQLException e) {
    String message = String.valueOf(e.getMessage());
    String relevant = relevantLine(e);
    return message.substring(Math.max(0, message.indexOf(relevant))).strip();
  }

  private static OptionalInt status(String line) {
    Matcher status = STATUS.matcher(line);
    return line.startsWith("HTTP Error") && status.find()
        ? OptionalInt.of(Integer.parseInt(status.group(1)))
        : OptionalInt.empty();
  }

  /// The relevant line: the one that starts with [#CAUSE], otherwise the first.
  private static String relevantLine(SQLException e) {
    List<String> lines = String.valueOf(e.getMessage()).lines().toList();
    return lines.stream()
        .filter(line -> line.startsWith(CAUSE))
        .findFirst()
        .map(line -> line.substring(CAUSE.length()))
        .orElse(lines.isEmpty() ? "nothing" : lines.getFirst());
  }
}
