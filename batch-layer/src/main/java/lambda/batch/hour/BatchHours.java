package lambda.batch.hour;

import java.time.OffsetDateTime;
import java.util.Optional;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.store.Boundaries;
import org.jdbi.v3.core.Handle;

/// The batch layer's record of each hour: which steps are done.
public final class BatchHours {

  /// The steps of an hour, in order: the column with the time a step was done, and the assignments
  /// that make the steps after it void.
  public enum Step {
    ARCHIVED("archived_at", ""),
    RECOMPUTED("recomputed_at", ", reconciled_at = null, sealed_at = null"),
    RECONCILED("reconciled_at", ", sealed_at = null"),
    SEALED("sealed_at", "");

    private final String column;
    private final String voids;

    Step(String column, String voids) {
      this.column = column;
      this.voids = voids;
    }
  }

  private BatchHours() {}

  static void ensure(Handle handle, String stream, Hour hour) {
    handle.execute(
        "insert into lambda.batch_hours (stream, hour) values (?, ?) on conflict do nothing",
        stream,
        Boundaries.utc(hour));
  }

  /// Holds the hour's row until the transaction ends: the steps of an hour take turns.
  public static void lock(Handle handle, String stream, Hour hour) {
    Optional<OffsetDateTime> row =
        handle
            .select(
                "select hour from lambda.batch_hours where stream = ? and hour = ? for update",
                stream,
                Boundaries.utc(hour))
            .mapTo(OffsetDateTime.class)
            .findOne();
    if (row.isEmpty()) {
      throw LambdaException.badInput(
          "hour %s of %s has never been closed; './lambda hours' lists the hours there are"
              .formatted(hour, stream));
    }
  }

  public static boolean done(Handle handle, String stream, Hour hour, Step step) {
    return handle
        .select(
            "select exists (select from lambda.batch_hours where stream = ? and hour = ? and %s is not null)"
                .formatted(step.column),
            stream,
            Boundaries.utc(hour))
        .mapTo(Boolean.class)
        .one();
  }

  /// Marks a step as done now, and the steps after it as not done.
  public static void mark(Handle handle, String stream, Hour hour, Step step) {
    handle.execute(
        "update lambda.batch_hours set %s = now()%s where stream = ? and hour = ?"
            .formatted(step.column, step.voids),
        stream,
        Boundaries.utc(hour));
  }

  /// Marks the hour as not reconciled and not sealed, if it ever was. Its batch partials stay.
  public static void reopen(Handle handle, String stream, Hour hour) {
    handle.execute(
        "update lambda.batch_hours set reconciled_at = null, sealed_at = null where stream = ? and hour = ?",
        stream,
        Boundaries.utc(hour));
  }

  /// From now on the hour's speed partials are not kept: nothing is compared with them any more.
  public static void retire(Handle handle, String stream, Hour hour) {
    handle.execute(
        "update lambda.batch_hours set retired_at = coalesce(retired_at, now()) where stream = ? and hour = ?",
        stream,
        Boundaries.utc(hour));
  }

  public static boolean retired(Handle handle, String stream, Hour hour) {
    return handle
        .select(
            "select retired_at is not null from lambda.batch_hours where stream = ? and hour = ?",
            stream,
            Boundaries.utc(hour))
        .mapTo(Boolean.class)
        .one();
  }

  /// Sets one of the hour's figures.
  ///
  /// @param figure `duplicates` or `differences`
  public static void set(Handle handle, String stream, Hour hour, String figure, long value) {
    handle.execute(
        "update lambda.batch_hours set %s = ? where stream = ? and hour = ?".formatted(figure),
        value,
        stream,
        Boundaries.utc(hour));
  }
}
