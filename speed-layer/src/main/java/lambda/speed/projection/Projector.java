package lambda.speed.projection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import lambda.store.PostgresTypes;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/// Copies one projection from Postgres to Elasticsearch. It copies what is stored and computes
/// nothing.
///
/// Every round takes a new version number, reads what transactions changed since the last round,
/// and writes the current values under that version. Elasticsearch keeps the highest version of a
/// document, so rounds may be repeated, overtaken or cut off anywhere. One thread.
final class Projector {
  private static final int BATCH = 5_000;

  private final Jdbi jdbi;
  private final Projection projection;

  Projector(Jdbi jdbi, Projection projection) {
    this.jdbi = jdbi;
    this.projection = projection;
  }

  private record Round(long version, String from, String to) {}

  private record Projected(Round round, long documents) {}

  /// Projects all changes of finished transactions.
  ///
  /// @return the number of documents written or deleted
  long project() {
    long version =
        jdbi.withHandle(handle ->
            handle
                .select(
                    "update lambda.projections set version = version + 1 where view = ? returning version",
                    projection.id())
                .mapTo(Long.class)
                .one());
    Projected projected =
        jdbi.inTransaction(
            TransactionIsolationLevel.REPEATABLE_READ,
            handle -> {
              Round round = round(handle, version);
              return new Projected(round, write(handle, round));
            });
    advance(projected.round);
    return projected.documents;
  }

  /// The transactions to project: from the end of the last round to the oldest one still running.
  /// If the position is ahead of the database, which was then restored, it starts again from zero.
  private Round round(Handle handle, long version) {
    return handle
        .select(
            """
            select
              case when position > pg_snapshot_xmax(pg_current_snapshot()) then '0'::xid8 else position end as from_xid,
              pg_snapshot_xmin(pg_current_snapshot()) as to_xid
            from lambda.projections where view = ?\
            """,
            projection.id())
        .map((row, context) ->
            new Round(version, row.getString("from_xid"), row.getString("to_xid")))
        .one();
  }

  private long write(Handle handle, Round round) {
    if (round.from.equals(round.to)) {
      return 0;
    }
    long written = 0;
    try (var documents =
        handle
            .select(projection.changed(), parameters(round))
            .setFetchSize(BATCH)
            .map(PostgresTypes.MAP)
            .iterator()) {
      for (List<Map<String, @Nullable Object>> batch = next(documents);
          !batch.isEmpty();
          batch = next(documents)) {
        projection.write(batch, round.version);
        written += batch.size();
      }
    }
    return written;
  }

  private Object[] parameters(Round round) {
    return Collections.nCopies(projection.ranges(), List.of(round.from, round.to)).stream()
        .flatMap(List::stream)
        .toArray();
  }

  private static List<Map<String, @Nullable Object>> next(
      Iterator<Map<String, @Nullable Object>> documents) {
    List<Map<String, @Nullable Object>> batch = new ArrayList<>();
    while (documents.hasNext() && batch.size() < BATCH) {
      batch.add(documents.next());
    }
    return batch;
  }

  /// Advances the position, unless a later round has done so.
  private void advance(Round round) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update lambda.projections set position = ?::xid8 where view = ? and version = ?",
            round.to,
            projection.id(),
            round.version));
  }
}
