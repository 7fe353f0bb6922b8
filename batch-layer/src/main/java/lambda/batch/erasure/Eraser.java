package lambda.batch.erasure;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.FileRewriter;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ReadFailures;
import lambda.batch.archive.ReplacedFiles;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.store.RawSinkTable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Erases one user's data from the archive, hour by hour: files that hold any of it are replaced by
/// files without it. The hour is then due again, and so is the next one, whose duplicates are
/// recognised by this hour's ids. Repeating a request does not repeat its steps. Thread-safe.
public final class Eraser {
  private final Jdbi jdbi;
  private final Manifest manifest;
  private final FileRewriter rewriter;
  private final ReplacedFiles replaced;
  private final DuckDb duck;
  private final ReadFailures failures;

  public Eraser(
      Jdbi jdbi,
      Manifest manifest,
      FileRewriter rewriter,
      ReplacedFiles replaced,
      DuckDb duck,
      ReadFailures failures) {
    this.jdbi = jdbi;
    this.manifest = manifest;
    this.rewriter = rewriter;
    this.replaced = replaced;
    this.duck = duck;
    this.failures = failures;
  }

  /// Files of one kind that hold rows of the user, and the files that replace them.
  ///
  /// @param searched the keys of all files of the kind
  private record Change(
      Kind kind, List<String> searched, List<ArchiveFile> old, List<ArchiveFile> replacement) {
    long rows() {
      return ArchiveFile.rows(old) - ArchiveFile.rows(replacement);
    }
  }

  /// Erases the user from the files of an hour that the batch layer serves.
  public ErasureReport erase(
      StreamDefinition stream, Hour hour, Erasure erasure, Progress progress) {
    UserFilter user = new UserFilter(stream, erasure.user());
    Optional<ErasureReport> before =
        jdbi.withHandle(
            handle -> ErasureLog.find(handle, erasure, stream.name(), Optional.of(hour)));
    ErasureReport report =
        before.isPresent() ? before.get() : rewrite(stream, hour, erasure, user, progress);
    replaced.moveAside(stream.name(), hour);
    return report;
  }

  private ErasureReport rewrite(
      StreamDefinition stream, Hour hour, Erasure erasure, UserFilter user, Progress progress) {
    progress.report("searching hour " + hour, 0, 2);
    Change events = change(stream, hour, Kind.RAW, user);
    progress.report("searching the dead letters of hour " + hour, 1, 2);
    Change letters = change(stream, hour, Kind.DLQ, user);
    return jdbi.inTransaction(handle -> {
      BatchHours.lock(handle, stream.name(), hour);
      return ErasureLog.find(handle, erasure, stream.name(), Optional.of(hour))
          .orElseGet(() -> swap(handle, stream.name(), hour, erasure, events, letters));
    });
  }

  private Change change(StreamDefinition stream, Hour hour, Kind kind, UserFilter user) {
    List<ArchiveFile> files = manifest.files(stream.name(), hour, kind);
    List<ArchiveFile> old = new ArrayList<>();
    for (ArchiveFile file : files) {
      if (holdsAny(file, user.condition(kind))) {
        old.add(file);
      }
    }
    List<List<ArchiveFile>> each = old.stream().map(List::of).toList();
    return new Change(
        kind,
        files.stream().map(ArchiveFile::key).toList(),
        old,
        rewriter.rewrite(stream, hour, kind, each, "not (%s)".formatted(user.condition(kind))));
  }

  private boolean holdsAny(ArchiveFile file, String condition) {
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select exists (from %s where %s)"
                    .formatted(duck.objects(List.of(file.key())), condition))) {
      found.next();
      return found.getBoolean(1);
    } catch (SQLException e) {
      throw failures.of("search " + file.key(), e, List.of(file.key()));
    }
  }

  private static ErasureReport swap(
      Handle handle, String stream, Hour hour, Erasure erasure, Change events, Change letters) {
    for (Change change : List.of(events, letters)) {
      Manifest.requireUnchanged(handle, stream, hour, change.kind, change.searched);
      Manifest.replaceAll(handle, stream, hour, change.old, change.replacement);
    }
    if (events.rows() > 0) {
      BatchHours.retire(handle, stream, hour);
      BatchHours.reopenDependents(handle, stream, hour);
    }
    ErasureLog.enter(handle, erasure, stream, Optional.of(hour), events.rows(), letters.rows());
    return ErasureReport.ofHour(events.rows(), letters.rows());
  }

  /// The hours that still serve figures with the user, because they are not recomputed yet, oldest
  /// first.
  public List<Hour> due(StreamDefinition stream, Erasure erasure) {
    return jdbi.withHandle(handle -> ErasureLog.due(handle, erasure, stream.name()));
  }

  /// Erases what Postgres keeps of the events themselves: the rows of the raw sink, which its
  /// projection follows, and the recorded differences of views that group by user.
  public ErasureReport eraseRows(StreamDefinition stream, Erasure erasure) {
    UserFilter user = new UserFilter(stream, erasure.user());
    return jdbi.inTransaction(handle ->
        ErasureLog.find(handle, erasure, stream.name(), Optional.empty())
            .orElseGet(() -> {
              long rows = deleteRows(handle, stream, user);
              deleteDifferences(handle, stream, user);
              ErasureLog.enter(handle, erasure, stream.name(), Optional.empty(), rows, 0);
              return ErasureReport.ofRows(rows);
            }));
  }

  private static long deleteRows(Handle handle, StreamDefinition stream, UserFilter user) {
    return stream.rawSink().isPresent()
        ? handle.execute(RawSinkTable.remove(stream, user.field()), user.user(), stream.name())
        : 0;
  }

  private static void deleteDifferences(Handle handle, StreamDefinition stream, UserFilter user) {
    stream.views().stream()
        .filter(view -> view.groupBy().contains(user.field()))
        .forEach(view ->
            handle.execute(
                "delete from lambda.differences where view = ? and key ->> ? = ?",
                view.name(),
                user.field().column(),
                user.user()));
  }
}
