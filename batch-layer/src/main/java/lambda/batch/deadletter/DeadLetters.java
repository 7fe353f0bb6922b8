package lambda.batch.deadletter;

import static lambda.batch.duckdb.ArchiveColumns.OFFSET;
import static lambda.batch.duckdb.ArchiveColumns.PARTITION;
import static lambda.batch.duckdb.ArchiveColumns.REASON;
import static lambda.batch.duckdb.ArchiveColumns.TIMESTAMP;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ReadFailures;
import lambda.batch.duckdb.DuckDb;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;

/// The malformed records of a stream in the archive. Thread-safe.
public final class DeadLetters {
  private static final int SAMPLE = 120;

  private final Manifest manifest;
  private final DuckDb duck;
  private final ReadFailures failures;

  public DeadLetters(Manifest manifest, DuckDb duck, ReadFailures failures) {
    this.manifest = manifest;
    this.duck = duck;
    this.failures = failures;
  }

  /// The dead letters of the archived hours, grouped by reason, the most frequent reason first.
  ///
  /// @param limit how many reasons at most
  public List<DeadLetterGroup> byReason(StreamDefinition stream, long limit) {
    return byReason(stream, manifest.keys(stream.name(), Kind.DLQ), limit);
  }

  /// Those of some hours: of the latest files of a span.
  ///
  /// @param from inclusive
  /// @param to exclusive
  /// @param files how many files are read at most
  public List<DeadLetterGroup> byReason(
      StreamDefinition stream, Hour from, Hour to, int files, long limit) {
    return byReason(stream, manifest.keys(stream.name(), from, to, Kind.DLQ, files), limit);
  }

  private List<DeadLetterGroup> byReason(StreamDefinition stream, List<String> keys, long limit) {
    if (keys.isEmpty()) {
      return List.of();
    }
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(byReason(duck.objects(keys), limit))) {
      List<DeadLetterGroup> groups = new ArrayList<>();
      while (rows.next()) {
        groups.add(group(stream, rows));
      }
      return groups;
    } catch (SQLException e) {
      throw failures.of("read the dead letters of " + stream.name(), e, keys);
    }
  }

  private static String byReason(String deadLetters, long limit) {
    return """
    select %2$s, count(*), min(%3$s), max(%3$s),
      arg_min(%4$s, (%3$s, %4$s, %5$s)),
      arg_min(%5$s, (%3$s, %4$s, %5$s)),
      arg_min(coalesce(try(decode(value)), hex(value), ''), (%3$s, %4$s, %5$s))
    from %1$s group by %2$s order by count(*) desc, %2$s limit %6$d\
    """
        .formatted(deadLetters, REASON, TIMESTAMP, PARTITION, OFFSET, limit);
  }

  private static DeadLetterGroup group(StreamDefinition stream, ResultSet row) throws SQLException {
    String sample = row.getString(7);
    return new DeadLetterGroup(
        stream.name(),
        row.getString(1),
        row.getLong(2),
        row.getTimestamp(3).toInstant().toString(),
        row.getTimestamp(4).toInstant().toString(),
        row.getInt(5),
        row.getLong(6),
        sample.length() > SAMPLE ? sample.substring(0, SAMPLE) + "…" : sample);
  }
}
