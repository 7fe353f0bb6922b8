package lambda.speed;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import lambda.core.definition.ViewDefinition;
import lambda.store.ViewTables;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// Copies one view from Postgres to Elasticsearch: a projection of what is stored, never a second
/// way of computing it.
///
/// Every round takes a new version number, then reads the partials that transactions changed since
/// the last round, and writes their present values under that version. Elasticsearch keeps the
/// highest version of a document, so rounds may be repeated, overtaken or cut off anywhere. One
/// thread.
final class Projector {
  private static final int BATCH = 5_000;

  private final Jdbi jdbi;
  private final ViewDefinition view;
  private final ViewIndex index;

  Projector(Jdbi jdbi, ViewDefinition view, ViewIndex index) {
    this.jdbi = jdbi;
    this.view = view;
    this.index = index;
  }

  private record Round(long version, String from, String to) {}

  private record Projected(Round round, long documents) {}

  /// Projects all changes that are settled.
  ///
  /// @return how many documents were written or deleted
  long project() {
    long version =
        jdbi.withHandle(handle ->
            handle
                .select(
                    "update lambda.projections set version = version + 1 where view = ? returning version",
                    view.name())
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

  /// The transactions to project: from where the last round ended to the oldest one still running.
  /// A position that lies ahead of the database (it was restored) begins again from nothing.
  private Round round(Handle handle, long version) {
    return handle
        .select(
            """
            select
              case when position > pg_snapshot_xmax(pg_current_snapshot()) then '0'::xid8 else position end as from_xid,
              pg_snapshot_xmin(pg_current_snapshot()) as to_xid
            from lambda.projections where view = ?\
            """,
            view.name())
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
            .select(changedPartials(), round.from, round.to, round.from, round.to)
            .setFetchSize(BATCH)
            .mapToMap()
            .iterator()) {
      for (List<Map<String, Object>> batch = next(documents);
          !batch.isEmpty();
          batch = next(documents)) {
        index.write(batch, round.version);
        written += batch.size();
      }
    }
    return written;
  }

  private static List<Map<String, Object>> next(Iterator<Map<String, Object>> documents) {
    List<Map<String, Object>> batch = new ArrayList<>();
    while (documents.hasNext() && batch.size() < BATCH) {
      batch.add(documents.next());
    }
    return batch;
  }

  /// The present value of every partial that changed; `source` is null where there is none any
  /// more.
  private String changedPartials() {
    String identity = names(ViewTables.identity(view));
    String values = each(view.measureColumns(), column -> "p." + name(column), ", ");
    return """
    with changed as (
      select %1$s from speed.%2$s where changed_in >= ?::xid8 and changed_in < ?::xid8
      union
      select %1$s from batch.%2$s where changed_in >= ?::xid8 and changed_in < ?::xid8
    )
    select %3$s, %4$s, p.source from changed c
    left join serving.%5$s p on %6$s\
    """
        .formatted(
            identity,
            name(view.name()),
            each(ViewTables.identity(view), column -> "c." + name(column), ", "),
            values,
            name(view.name() + "_partials"),
            ViewTables.samePartial(view, "p", "c"));
  }

  /// Moves the position, unless a later round did: then its position counts.
  private void advance(Round round) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update lambda.projections set position = ?::xid8 where view = ? and version = ?",
            round.to,
            view.name(),
            round.version));
  }
}
