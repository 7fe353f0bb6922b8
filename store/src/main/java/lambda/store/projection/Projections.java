package lambda.store.projection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lambda.core.failure.LambdaException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;

/// How far each projection to Elasticsearch has come: the table `lambda.projections`. Thread-safe.
public final class Projections {
  private final Jdbi jdbi;

  public Projections(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// An index in Elasticsearch.
  ///
  /// @param uuid given by Elasticsearch when it was created; another index of the same name has
  ///   another one
  public record Index(String name, String uuid) {}

  /// What is stored about a projection.
  ///
  /// @param index the current generation; empty before the first
  /// @param layout what the index was made for
  /// @param version the highest version that a round has taken
  /// @param confirmed the version of the last round that was written completely
  /// @param requested how many new generations were asked for
  /// @param built how many of the requests the current generation answers
  /// @param position the changes of transactions before this one are in the index
  /// @param rewound whether the position is ahead of the database, which was then restored
  public record State(
      Optional<Index> index,
      String layout,
      long version,
      long confirmed,
      long requested,
      long built,
      String position,
      boolean rewound) {
    /// The same with a version that was read later.
    public State withVersion(long later) {
      return new State(index, layout, later, confirmed, requested, built, position, rewound);
    }
  }

  /// @throws LambdaException to be retried if Postgres does not know the projection
  public State state(String projection) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select index_name, index_uuid, coalesce(layout, '') as layout, version, confirmed,
                  requested, built, position::text as position,
                  position > pg_snapshot_xmax(pg_current_snapshot()) as rewound
                from lambda.projections where view = ?\
                """,
                projection)
            .map((row, _) -> state(row))
            .findOne()
            .orElseThrow(() -> unknown(projection)));
  }

  private static State state(ResultSet row) throws SQLException {
    return new State(
        Optional.ofNullable(row.getString("index_name"))
            .map(name -> {
              try {
                return new Index(name, row.getString("index_uuid"));
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            }),
        row.getString("layout"),
        row.getLong("version"),
        row.getLong("confirmed"),
        row.getLong("requested"),
        row.getLong("built"),
        row.getString("position"),
        row.getBoolean("rewound"));
  }

  private static LambdaException unknown(String projection) {
    return LambdaException.retryAfter(
        Duration.ofSeconds(1),
        "Postgres has no projection '%s'; './lambda up' creates it with the tables"
            .formatted(projection));
  }

  /// Takes or renews the right to project. One process has it at a time, until `term` from now. It
  /// saves work; correctness does not depend on it.
  ///
  /// @param owner names the process; no two may share it
  /// @return whether the owner has it
  public boolean lease(String projection, String owner, Duration term) {
    return apart(handle ->
        handle.execute(
            """
            update lambda.projections
            set owner = ?, owned_until = clock_timestamp() + ? * interval '1 millisecond'
            where view = ? and (owner = ? or owned_until is null or owned_until < clock_timestamp())\
            """,
            owner,
            term.toMillis(),
            projection,
            owner))
        == 1;
  }

  /// Works in a transaction of its own, also inside another one of this thread.
  private <T> T apart(HandleCallback<T, RuntimeException> work) {
    try (Handle handle = jdbi.open()) {
      return work.withHandle(handle);
    }
  }

  /// Gives back every lease of an owner.
  public void release(String owner) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update lambda.projections set owner = null, owned_until = null where owner = ?",
            owner));
  }

  /// Takes a version that is higher than all before.
  public long takeVersion(String projection) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "update lambda.projections set version = version + 1 where view = ? returning version",
                projection)
            .mapTo(Long.class)
            .one());
  }

  /// A transaction after all that have ended.
  public String nextTransaction() {
    return jdbi.withHandle(handle ->
        handle
            .select("select pg_snapshot_xmax(pg_current_snapshot())::text")
            .mapTo(String.class)
            .one());
  }

  /// The oldest transaction that is still running.
  public String horizon() {
    return jdbi.withHandle(Projections::horizon);
  }

  /// The oldest transaction that is still running for a transaction's snapshot.
  public static String horizon(Handle handle) {
    return handle
        .select("select pg_snapshot_xmin(pg_current_snapshot())::text")
        .mapTo(String.class)
        .one();
  }

  /// Records that all changes before a position are in the index, unless a later round has begun. A
  /// later round may have read older values and written them under its higher version; it is then
  /// the later one that advances, to a position before the changes that it did not see.
  public void advance(String projection, Index index, String position, long version) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            update lambda.projections
            set position = ?::xid8, confirmed = version
            where view = ? and index_uuid = ? and version = ?\
            """,
            position,
            projection,
            index.uuid(),
            version));
  }

  /// Whether the changes of all transactions before one are in the index, and it is not to be
  /// rebuilt.
  ///
  /// @param tables as SQL, with the transaction of each row in `changed_in`
  public boolean projected(String projection, List<String> tables, String transaction) {
    String pending =
        tables.stream()
            .map(table ->
                "exists (select from %s t where t.changed_in >= p.position and t.changed_in < :end::xid8)"
                    .formatted(table))
            .collect(Collectors.joining(" or "));
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select not (%s) and p.index_name is not null and p.requested <= p.built from lambda.projections p where p.view = :view"
                    .formatted(pending))
            .bind("end", transaction)
            .bind("view", projection)
            .mapTo(Boolean.class)
            .findOne()
            .orElse(false));
  }

  /// How many rows changed that are not in the index, counted up to `most` for each table; empty if
  /// there is no such projection.
  ///
  /// @param tables as SQL, with the transaction of each row in `changed_in`
  public static Optional<Long> pending(
      Handle handle, String projection, List<String> tables, int most) {
    String counts =
        tables.stream()
            .map(table ->
                "(select count(*) from (select from %s t where t.changed_in >= p.position limit :most) c)"
                    .formatted(table))
            .collect(Collectors.joining(" + "));
    return handle
        .createQuery("select %s from lambda.projections p where p.view = :view".formatted(counts))
        .bind("most", most)
        .bind("view", projection)
        .mapTo(Long.class)
        .findOne();
  }

  /// Keeps every change since a position: rows that are deleted after their projection (see
  /// `SpeedRetention`) stay until a new generation has seen them.
  public void hold(String projection, String position) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update lambda.projections set position = least(position, ?::xid8) where view = ?",
            position,
            projection));
  }

  /// A generation that is complete.
  ///
  /// @param position the changes of transactions before this one are in it
  /// @param version of the last round that was written to it
  /// @param request the requests that it answers, by [State#requested]
  /// @param reason why it was built
  public record Generation(
      Index index, String layout, String position, long version, long request, String reason) {}

  /// Makes a generation the current one, unless another process owns the projection by now.
  ///
  /// @return whether it is the current one
  public boolean adopt(String projection, String owner, Generation generation) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            update lambda.projections
            set index_name = ?, index_uuid = ?, layout = ?, position = ?::xid8, confirmed = ?,
              built = greatest(built, ?), built_at = now(), built_because = ?
            where view = ? and owner = ?\
            """,
            generation.index().name(),
            generation.index().uuid(),
            generation.layout(),
            generation.position(),
            generation.version(),
            generation.request(),
            generation.reason(),
            projection,
            owner))
        == 1;
  }

  /// Asks for a new generation.
  ///
  /// @return the number of the request, for [#answered]
  /// @throws LambdaException of category bad input if there is no such projection
  public long request(String projection) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "update lambda.projections set requested = requested + 1 where view = ? returning requested",
                projection)
            .mapTo(Long.class)
            .findOne()
            .orElseThrow(() ->
                LambdaException.badInput(
                    "there is no view or raw sink '%s'; there are: %s"
                        .formatted(
                            projection,
                            String.join(
                                ", ",
                                handle
                                    .select("select view from lambda.projections order by 1")
                                    .mapTo(String.class)
                                    .list())))));
  }

  /// Whether a generation that answers a request is complete.
  public boolean answered(String projection, long request) {
    return state(projection).built() >= request;
  }
}
