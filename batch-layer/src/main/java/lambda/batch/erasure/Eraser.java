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
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbFailures;
import lambda.batch.hour.BatchHours;
import lambda.batch.hour.Progress;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.store.Boundaries;
import lambda.store.RawSinkTable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Takes all that one user did out of the archive, hour by hour: the files that hold something of
/// it are replaced by others without. The hour is due then, and so is the next one, which knows
/// duplicates by this one's ids. What was done for a request is not done again.
public final class Eraser {
  private final Jdbi jdbi;
  private final Manifest manifest;
  private final FileRewriter rewriter;
  private final DuckDb duck;

  public Eraser(Jdbi jdbi, Manifest manifest, FileRewriter rewriter, DuckDb duck) {
    this.jdbi = jdbi;
    this.manifest = manifest;
    this.rewriter = rewriter;
    this.duck = duck;
  }

  /// Files of one kind with the user's rows in them, and what takes their place.
  private record Change(List<ArchiveFile> old, List<ArchiveFile> replacement) {
    long rows() {
      return ArchiveFile.rows(old) - ArchiveFile.rows(replacement);
    }
  }

  /// Erases an hour that batch serves.
  public ErasureReport erase(
      StreamDefinition stream, Hour hour, Erasure erasure, Progress progress) {
    UserFilter users = new UserFilter(stream, erasure.user());
    Optional<ErasureReport> done =
        jdbi.withHandle(handle -> done(handle, stream, Optional.of(hour), erasure));
    if (done.isPresent()) {
      return done.get();
    }
    try {
      progress.report("looking through hour " + hour, 0, 2);
      Change events = change(stream, hour, Kind.RAW, users);
      progress.report("looking through the dead letters of hour " + hour, 1, 2);
      Change letters = change(stream, hour, Kind.DLQ, users);
      return jdbi.inTransaction(handle -> {
        BatchHours.lock(handle, stream.name(), hour);
        return done(handle, stream, Optional.of(hour), erasure)
            .orElseGet(() -> swap(handle, stream, hour, erasure, events, letters));
      });
    } catch (SQLException e) {
      throw DuckDbFailures.of("erase from hour %s of %s".formatted(hour, stream.name()), e);
    }
  }

  private Change change(StreamDefinition stream, Hour hour, Kind kind, UserFilter users)
      throws SQLException {
    List<ArchiveFile> old = new ArrayList<>();
    for (ArchiveFile file : manifest.files(stream.name(), hour, kind)) {
      if (holdsAny(file, users.theirs(kind))) {
        old.add(file);
      }
    }
    List<List<ArchiveFile>> each = old.stream().map(List::of).toList();
    return new Change(old, rewriter.rewrite(stream, hour, kind, each, "not " + users.theirs(kind)));
  }

  private boolean holdsAny(ArchiveFile file, String condition) throws SQLException {
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select exists (from %s where %s)"
                    .formatted(duck.objects(List.of(file.key())), condition))) {
      found.next();
      return found.getBoolean(1);
    }
  }

  private static ErasureReport swap(
      Handle handle,
      StreamDefinition stream,
      Hour hour,
      Erasure erasure,
      Change events,
      Change letters) {
    for (Change change : List.of(events, letters)) {
      Manifest.replaceAll(handle, stream.name(), hour, change.old, change.replacement);
    }
    if (events.rows() > 0) {
      BatchHours.retire(handle, stream.name(), hour);
      BatchHours.reopen(handle, stream.name(), hour);
      BatchHours.reopen(handle, stream.name(), hour.next());
    }
    enter(handle, stream, Optional.of(hour), erasure, events.rows(), letters.rows());
    return ErasureReport.ofHour(events.rows(), letters.rows());
  }

  /// Erases what Postgres keeps of the events themselves: the rows of the raw sink, which its
  /// projection follows, and the differences of views that group by user.
  public ErasureReport eraseRows(StreamDefinition stream, Erasure erasure) {
    Field user = new UserFilter(stream, erasure.user()).field();
    return jdbi.inTransaction(handle ->
        done(handle, stream, Optional.empty(), erasure)
            .orElseGet(() -> {
              long rows =
                  stream.rawSink().isPresent()
                      ? handle.execute(
                          RawSinkTable.remove(stream, user), erasure.user(), stream.name())
                      : 0;
              stream.views().stream()
                  .filter(view -> view.groupBy().contains(user))
                  .forEach(view ->
                      handle.execute(
                          "delete from lambda.differences where view = ? and key ->> ? = ?",
                          view.name(),
                          user.column(),
                          erasure.user()));
              enter(handle, stream, Optional.empty(), erasure, rows, 0);
              return ErasureReport.ofRows(rows);
            }));
  }

  /// What was erased for a request before.
  ///
  /// @param hour empty for the raw sink
  private static Optional<ErasureReport> done(
      Handle handle, StreamDefinition stream, Optional<Hour> hour, Erasure erasure) {
    return handle
        .select(
            """
            select events, dead_letters from lambda.erasures
            where request = ? and stream = ? and hour is not distinct from ?::timestamptz\
            """,
            erasure.request(),
            stream.name(),
            utc(hour))
        .map((row, _) -> {
          long events = row.getLong(1);
          return hour.isPresent()
              ? ErasureReport.ofHour(events, row.getLong(2))
              : ErasureReport.ofRows(events);
        })
        .findOne();
  }

  private static void enter(
      Handle handle,
      StreamDefinition stream,
      Optional<Hour> hour,
      Erasure erasure,
      long events,
      long deadLetters) {
    handle.execute(
        """
        insert into lambda.erasures (request, stream, hour, events, dead_letters)
        values (?, ?, ?::timestamptz, ?, ?)\
        """,
        erasure.request(),
        stream.name(),
        utc(hour),
        events,
        deadLetters);
  }

  private static @Nullable Object utc(Optional<Hour> hour) {
    return hour.map(Boundaries::utc).orElse(null);
  }
}
