package lambda.batch.hour;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Handle;

/// The batch layer's record of each hour in `lambda.batch_hours`: which steps are done, and what
/// they counted.
public final class BatchHours {

  /// The steps of an hour, in order. Each has a column with the time it was done, a condition that
  /// it is done, and assignments that undo the steps after it.
  public enum Step {
    ARCHIVED("archived_at", ""),
    RECOMPUTED("recomputed_at", ", reopened_at = null, reconciled_at = null, sealed_at = null"),
    RECONCILED("reconciled_at", ", sealed_at = null"),
    SEALED("sealed_at", "");

    private final String column;
    private final String voids;

    Step(String column, String voids) {
      this.column = column;
      this.voids = voids;
    }

    private String done() {
      return column + " is not null" + (this == RECOMPUTED ? " and reopened_at is null" : "");
    }
  }

  private BatchHours() {}

  /// Whether the hour was closed.
  static boolean exists(Handle handle, String stream, Hour hour) {
    return handle
        .select(
            "select exists (select from lambda.batch_hours where stream = ? and hour = ?)",
            stream,
            hour)
        .mapTo(Boolean.class)
        .one();
  }

  static void ensure(Handle handle, String stream, Hour hour) {
    handle.execute(
        "insert into lambda.batch_hours (stream, hour) values (?, ?) on conflict do nothing",
        stream,
        hour);
  }

  /// Locks the hour's row until the transaction ends, so that the steps of an hour take turns.
  public static void lock(Handle handle, String stream, Hour hour) {
    Optional<OffsetDateTime> row =
        handle
            .select(
                "select hour from lambda.batch_hours where stream = ? and hour = ? for update",
                stream,
                hour)
            .mapTo(OffsetDateTime.class)
            .findOne();
    if (row.isEmpty()) {
      throw LambdaException.badInput(
          "hour %s of %s was never closed. './lambda hours' lists the hours"
              .formatted(hour, stream));
    }
  }

  /// Whether a step is done. An hour that is reopened is not recomputed.
  public static boolean done(Handle handle, String stream, Hour hour, Step step) {
    return handle
        .select(
            "select exists (select from lambda.batch_hours where stream = ? and hour = ? and %s)"
                .formatted(step.done()),
            stream,
            hour)
        .mapTo(Boolean.class)
        .one();
  }

  /// Marks a step as done now and undoes the steps after it.
  public static void mark(Handle handle, String stream, Hour hour, Step step) {
    handle.execute(
        "update lambda.batch_hours set %s = now()%s where stream = ? and hour = ?"
            .formatted(step.column, step.voids),
        stream,
        hour);
  }

  /// Makes the hour due to be recomputed, reconciled and sealed again. Until it is recomputed, its
  /// present batch partials are served.
  public static void reopen(Handle handle, String stream, Hour hour) {
    handle.execute(
        """
        update lambda.batch_hours set reopened_at = now(), reconciled_at = null, sealed_at = null
        where stream = ? and hour = ?\
        """,
        stream,
        hour);
  }

  /// Reopens the hours whose partials depend on the files of an hour: the hour itself and the next
  /// one, whose duplicates are recognised by this hour's ids. To be called by a transaction that
  /// replaces files by files with other records.
  public static void reopenDependents(Handle handle, String stream, Hour hour) {
    reopen(handle, stream, hour);
    reopen(handle, stream, hour.next());
  }

  /// Retires the hour's speed partials: they are no longer compared and may be deleted.
  public static void retire(Handle handle, String stream, Hour hour) {
    handle.execute(
        "update lambda.batch_hours set retired_at = coalesce(retired_at, now()) where stream = ? and hour = ?",
        stream,
        hour);
  }

  public static boolean retired(Handle handle, String stream, Hour hour) {
    return handle
        .select(
            "select retired_at is not null from lambda.batch_hours where stream = ? and hour = ?",
            stream,
            hour)
        .mapTo(Boolean.class)
        .one();
  }

  /// A count that a step stores.
  public enum Figure {
    DUPLICATES("duplicates"),
    DIFFERENCES("differences");

    private final String column;

    Figure(String column) {
      this.column = column;
    }
  }

  public static void set(Handle handle, String stream, Hour hour, Figure figure, long value) {
    handle.execute(
        "update lambda.batch_hours set %s = ? where stream = ? and hour = ?"
            .formatted(figure.column),
        value,
        stream,
        hour);
  }

  /// The hours of a span that are archived completely, oldest first.
  ///
  /// @param from inclusive
  /// @param to exclusive
  static List<Hour> archived(Handle handle, String stream, Hour from, Hour to) {
    return handle
        .select(
            """
            select hour from lambda.batch_hours
            where stream = ? and hour >= ? and hour < ? and archived_at is not null order by hour\
            """,
            stream,
            from,
            to)
        .mapTo(Hour.class)
        .list();
  }

  /// The hours of the stream that are archived completely, oldest first.
  public static List<Hour> archived(Handle handle, String stream) {
    return handle
        .select(
            "select hour from lambda.batch_hours where stream = ? and archived_at is not null order by hour",
            stream)
        .mapTo(Hour.class)
        .list();
  }
}
