package lambda.batch.maintenance;

import static lambda.batch.duckdb.ArchiveColumns.OFFSET;
import static lambda.batch.duckdb.ArchiveColumns.PARTITION;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.ArchivedRange;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ReadFailures;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.erasure.ErasureLog;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.s3.ObjectStore;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Jdbi;

/// Checks the files of one hour: every object is there and has its checksum, and together they hold
/// each record of the hour's ranges once, apart from erased ones. Thread-safe.
public final class HourVerifier {
  /// How often an hour is checked again because its files were replaced during the check.
  private static final int ATTEMPTS = 3;

  private final Jdbi jdbi;
  private final Manifest manifest;
  private final ObjectStore store;
  private final DuckDb duck;
  private final ReadFailures failures;

  public HourVerifier(
      Jdbi jdbi, Manifest manifest, ObjectStore store, DuckDb duck, ReadFailures failures) {
    this.jdbi = jdbi;
    this.manifest = manifest;
    this.store = store;
    this.duck = duck;
    this.failures = failures;
  }

  /// What was found.
  ///
  /// @param problems one line each; empty if all is well
  record Result(List<String> problems, long records, long files, long bytes) {
    Result {
      problems = List.copyOf(problems);
    }
  }

  Result verify(StreamDefinition stream, Hour hour, List<ArchivedRange> ranges) {
    List<ArchiveFile> files = manifest.files(stream.name(), hour);
    Result result = check(stream, hour, ranges, files);
    for (int attempt = 1; attempt < ATTEMPTS && !result.problems().isEmpty(); attempt++) {
      List<ArchiveFile> now = manifest.files(stream.name(), hour);
      if (now.equals(files)) {
        return result;
      }
      files = now;
      result = check(stream, hour, ranges, files);
    }
    return result;
  }

  private Result check(
      StreamDefinition stream, Hour hour, List<ArchivedRange> ranges, List<ArchiveFile> files) {
    List<String> problems = new ArrayList<>();
    ErasureReport erased =
        jdbi.withHandle(handle -> ErasureLog.erased(handle, stream.name(), hour));
    long events = ranges.stream().mapToLong(ArchivedRange::events).sum();
    long letters = ranges.stream().mapToLong(ArchivedRange::deadLetters).sum();
    compareRows(hour, Kind.RAW, "events", events - erased.events(), files).ifPresent(problems::add);
    compareRows(hour, Kind.DLQ, "dead letters", letters - erased.deadLetters(), files)
        .ifPresent(problems::add);
    List<String> damaged = files.stream().flatMap(file -> damage(file).stream()).toList();
    problems.addAll(damaged);
    if (damaged.isEmpty() && !files.isEmpty()) {
      problems.addAll(readRecords(hour, ranges, files));
    }
    return new Result(
        problems,
        ArchiveFile.rows(files),
        files.size(),
        files.stream().mapToLong(ArchiveFile::bytes).sum());
  }

  private static Optional<String> compareRows(
      Hour hour, Kind kind, String what, long expected, List<ArchiveFile> files) {
    long rows = ArchiveFile.rows(files.stream().filter(file -> file.kind() == kind).toList());
    return rows == expected
        ? Optional.empty()
        : Optional.of(
            "hour %s: its ranges have %d %s that were not erased, but its files have %d"
                .formatted(hour, expected, what, rows));
  }

  private Optional<String> damage(ArchiveFile file) {
    try {
      String found = store.content(file.key()).sha256();
      return file.is(found)
          ? Optional.empty()
          : Optional.of(
              "%s: its SHA-256 is %s; the manifest says %s"
                  .formatted(file.key(), found, file.sha256()));
    } catch (ObjectStore.NoSuchObject e) {
      return Optional.of(file.key() + ": the manifest lists it, but it is not in the bucket");
    } catch (LambdaException e) {
      return Optional.of(problem(e));
    }
  }

  /// A failure that will recur is a finding.
  ///
  /// @throws LambdaException if it may pass: it says nothing about the archive
  private static String problem(LambdaException failure) {
    return switch (failure.category()) {
      case RETRY -> throw failure;
      case BAD_INPUT, FATAL -> String.valueOf(failure.getMessage());
    };
  }

  /// Looks at every record of the hour.
  private List<String> readRecords(Hour hour, List<ArchivedRange> ranges, List<ArchiveFile> files) {
    List<String> problems = new ArrayList<>();
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(counts(ranges, files))) {
      row.next();
      long expected = ArchiveFile.rows(files);
      if (row.getLong(1) != expected) {
        problems.add(
            "hour %s: its files hold %d records, not %d".formatted(hour, row.getLong(1), expected));
      }
      if (row.getLong(2) > 0) {
        problems.add(
            "hour %s: its files hold %d records more than once".formatted(hour, row.getLong(2)));
      }
      if (row.getLong(3) > 0) {
        problems.add(
            "hour %s: its files hold %d records that belong to none of its ranges"
                .formatted(hour, row.getLong(3)));
      }
    } catch (SQLException e) {
      LambdaException failure =
          failures.of("read hour " + hour, e, files.stream().map(ArchiveFile::key).toList());
      problems.add(problem(failure));
    }
    return problems;
  }

  /// A query for the number of records, of those that occur more than once, and of those outside
  /// the ranges.
  private String counts(List<ArchivedRange> ranges, List<ArchiveFile> files) {
    String values =
        ranges.stream()
            .map(ArchivedRange::range)
            .map(range -> "(%d, %d, %d)".formatted(range.partition(), range.first(), range.next()))
            .collect(Collectors.joining(", "));
    return """
    with records as materialized (select %1$s, %2$s from %3$s),
    ranges(p, first, next) as (values %4$s)
    select (select count(*) from records),
      (select count(*) from (from records group by all having count(*) > 1)),
      (select count(*) from records anti join ranges on p = %1$s and %2$s >= first and %2$s < next)\
    """
        .formatted(
            PARTITION, OFFSET, duck.objects(files.stream().map(ArchiveFile::key).toList()), values);
  }
}
