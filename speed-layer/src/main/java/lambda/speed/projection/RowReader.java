package lambda.speed.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import lambda.store.PostgresTypes;
import lambda.store.projection.Projections;
import lambda.store.projection.TimeSlices.Slice;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/// Reads what a projection copies from Postgres, each query in a transaction of its own. It
/// computes nothing. Thread-safe.
final class RowReader {
  private static final int SLICE_ROWS = 20_000;
  private static final int ROUND_ROWS = 50_000;

  private final Jdbi jdbi;
  private final Projection projection;

  RowReader(Jdbi jdbi, Projection projection) {
    this.jdbi = jdbi;
    this.projection = projection;
  }

  /// Whether finished transactions changed anything since a position.
  boolean pending(String position) {
    String any =
        projection.sources().stream()
            .map(source ->
                "exists (select from %s s where s.%2$s >= :from::xid8 and s.%2$s < :to::xid8)"
                    .formatted(source.rows(), source.transaction()))
            .collect(Collectors.joining(" or "));
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select " + any)
            .bind("from", position)
            .bind("to", Projections.horizon(handle))
            .mapTo(Boolean.class)
            .one());
  }

  /// Where reading ended.
  ///
  /// @param position of the first transaction whose changes were not read
  /// @param more whether there are others that have finished
  record End(String position, boolean more) {}

  /// Passes on the current values of what finished transactions changed, a bounded number of
  /// transactions at a time.
  ///
  /// @param position of the first transaction
  End changes(String position, Consumer<Change> consumer) {
    return jdbi.inTransaction(
        TransactionIsolationLevel.REPEATABLE_READ,
        handle -> {
          String horizon = Projections.horizon(handle);
          String end = end(handle, position, horizon);
          List<Object> arguments = new ArrayList<>();
          projection.sources().forEach(_ -> arguments.addAll(List.of(position, end)));
          pass(handle, projection.changed(), arguments, consumer);
          return new End(end, !end.equals(horizon));
        });
  }

  /// The transaction that made a certain number of changes after a position full, or the horizon.
  private String end(Handle handle, String position, String horizon) {
    String full =
        projection.sources().stream()
            .map(source ->
                "(select s.%2$s from %1$s s where s.%2$s > :from::xid8 order by 1 offset :rows limit 1)"
                    .formatted(source.rows(), source.transaction()))
            .collect(Collectors.joining(", "));
    return handle
        .createQuery("select least(:horizon::xid8, %s)::text".formatted(full))
        .bind("horizon", horizon)
        .bind("from", position)
        .bind("rows", ROUND_ROWS)
        .mapTo(String.class)
        .one();
  }

  /// Passes on the current values of the slice that begins at a time.
  Slice slice(Instant from, Consumer<Change> consumer) {
    return jdbi.inTransaction(
        TransactionIsolationLevel.REPEATABLE_READ,
        handle -> {
          Slice slice = projection.slices().from(handle, from, SLICE_ROWS);
          pass(handle, projection.slice(), List.of(slice.from(), slice.to()), consumer);
          return slice;
        });
  }

  /// About how many rows there are, as Postgres last counted them.
  long estimate() {
    return jdbi.withHandle(handle ->
        projection.slices().tables().stream()
            .mapToLong(table ->
                handle
                    .select(
                        "select greatest(reltuples, 0)::bigint from pg_class where oid = ?::regclass",
                        table)
                    .mapTo(Long.class)
                    .one())
            .max()
            .orElse(0));
  }

  private void pass(
      Handle handle, String sql, List<? extends Object> arguments, Consumer<Change> consumer) {
    try (ResultIterator<Map<String, @Nullable Object>> rows =
        handle
            .select(sql, arguments.toArray())
            .setFetchSize(projection.fetchRows())
            .map(PostgresTypes.MAP)
            .iterator()) {
      while (rows.hasNext()) {
        consumer.accept(projection.change(rows.next()));
      }
    }
  }
}
