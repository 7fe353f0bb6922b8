package lambda.batch.archive;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lambda.batch.hour.BatchHours;
import lambda.core.hour.OffsetRange;
import lambda.store.Boundaries;
import lambda.store.StreamPartitions;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;

/// Restores an hour of `lambda.ranges`, `lambda.files`, `lambda.erasures`, `lambda.losses` and
/// `lambda.boundaries` from its manifest in the bucket. Everything happens in the transaction of
/// the handle, which holds the hour from [#compare] on. One use.
public final class ManifestRestore {
  private static final String RANGES =
      """
      (select partition, min(first) as first, max(next) as next, sum(events) as events,
         sum("deadLetters") as dead_letters
       from jsonb_to_recordset(:json::jsonb -> 'ranges')
         as r(partition int, first bigint, next bigint, events bigint, "deadLetters" bigint)
       group by partition)\
      """;

  private static final String PRESENT_RANGES =
      """
      (select partition, min(first_offset) as first, max(next_offset) as next,
         sum(raw_rows) as events, sum(dead_letters) as dead_letters
       from lambda.ranges where stream = :stream and hour = :hour group by partition)\
      """;

  private static final String FILES =
      """
      jsonb_to_recordset(:json::jsonb -> 'files')
        as f(key text, kind text, rows bigint, bytes bigint, sha256 text)\
      """;

  private static final String ERASURES =
      """
      jsonb_to_recordset(:json::jsonb -> 'erasures')
        as e(request text, events bigint, "deadLetters" bigint)\
      """;

  private static final String LOSSES =
      """
      jsonb_to_recordset(:json::jsonb -> 'losses')
        as l(partition int, first bigint, next bigint, "declaredBy" text)\
      """;

  /// Whether the manifest has something that Postgres lacks.
  private static final String LACKS =
      """
      not exists (select from lambda.batch_hours
        where stream = :stream and hour = :hour and archived_at is not null)
      or exists (%s except %s)
      or exists (select key from %s except select key from lambda.files
        where stream = :stream and hour = :hour and replaced_at is null)
      or exists (select request from %s except select request from lambda.erasures
        where stream = :stream and hour = :hour)\
      """
          .formatted(RANGES, PRESENT_RANGES, FILES, ERASURES);

  /// Whether Postgres has something that the manifest lacks.
  private static final String HAS_MORE =
      """
      exists (select from %s p where not exists (select from %s m
        where m.partition = p.partition and m.first <= p.first and m.next >= p.next))
      or exists (select key from lambda.files
        where stream = :stream and hour = :hour and replaced_at is null
        except select key from %s)\
      """
          .formatted(PRESENT_RANGES, RANGES, FILES);

  private final Handle handle;
  private final HourManifest manifest;

  public ManifestRestore(Handle handle, HourManifest manifest) {
    this.handle = handle;
    this.manifest = manifest;
    handle.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
  }

  /// What Postgres has of the hour.
  public enum Comparison {
    /// The same, or more that happened since.
    CURRENT,
    /// An earlier state, or nothing.
    EARLIER,
    /// Something else that contradicts it.
    CONTRADICTORY
  }

  private <S extends SqlStatement<S>> S bind(S statement) {
    return statement
        .bind("stream", manifest.stream())
        .bind("hour", manifest.hour())
        .bind("following", manifest.hour().next())
        .bind("revision", manifest.revision())
        .bind("json", manifest.json());
  }

  private int run(String sql) {
    return bind(handle.createUpdate(sql)).execute();
  }

  private boolean is(String condition) {
    return bind(handle.createQuery("select " + condition)).mapTo(Boolean.class).one();
  }

  /// Locks the hour, and compares it with the manifest.
  public Comparison compare() {
    StreamPartitions.lock(handle, manifest.stream());
    Boundaries.lock(
        handle, manifest.stream(), StreamPartitions.list(handle, manifest.stream()).keySet());
    run(
        "insert into lambda.batch_hours (stream, hour) values (:stream, :hour) on conflict do nothing");
    BatchHours.lock(handle, manifest.stream(), manifest.hour());
    long revision =
        bind(handle.createQuery(
                "select manifest_revision from lambda.batch_hours where stream = :stream and hour = :hour"))
            .mapTo(Long.class)
            .one();
    if (revision > manifest.revision() || !is(LACKS)) {
      return Comparison.CURRENT;
    }
    return revision < manifest.revision() || !is(HAS_MORE)
        ? Comparison.EARLIER
        : Comparison.CONTRADICTORY;
  }

  /// Decisions in Postgres that contradict the manifest: where an hour begins there.
  ///
  /// @return one line each
  public List<String> contradictingBoundaries() {
    return bind(handle.createQuery(
            """
            select format('partition %%s: Postgres has the hour %%s begin at offset %%s, but offsets %%s to %%s are archived in hour %%s',
              b.partition, to_char(b.hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
              b.first_offset, m.first, m.next, :json::jsonb ->> 'hour')
            from %s m join lambda.boundaries b on b.stream = :stream and b.partition = m.partition
            where (b.hour <= :hour and b.first_offset > m.first)
              or (b.hour = :hour and b.first_offset < m.first)
              or (b.hour >= :following and b.first_offset < m.next)
              or (b.hour = :following and b.first_offset > m.next)
            order by b.partition, b.hour\
            """
                .formatted(RANGES)))
        .mapTo(String.class)
        .list();
  }

  /// The offsets of each partition that the manifest lists as archived.
  public Map<Integer, OffsetRange> ranges() {
    Map<Integer, OffsetRange> ranges = new TreeMap<>();
    bind(handle.createQuery("select partition, first, next from %s m".formatted(RANGES)))
        .map((row, _) -> new OffsetRange(row.getInt(1), row.getLong(2), row.getLong(3)))
        .forEach(range -> ranges.put(range.partition(), range));
    return ranges;
  }

  /// Kafka's id of the topic whose records are archived; empty if it was not known.
  public String topicId() {
    return bind(handle.createQuery("select coalesce(:json::jsonb ->> 'topicId', '')"))
        .mapTo(String.class)
        .one();
  }

  /// The keys of the files that hold the hour's records.
  public List<String> files() {
    return bind(handle.createQuery("select key from %s order by key".formatted(FILES)))
        .mapTo(String.class)
        .list();
  }

  /// Whether users were erased from the hour after the state that Postgres has.
  public boolean erasesMore() {
    return is(
        "exists (select request from %s except select request from lambda.erasures where stream = :stream and hour = :hour)"
            .formatted(ERASURES));
  }

  /// Writes what the manifest says. The hour is then due: it is recomputed from its files.
  public void apply() {
    boolean erased = erasesMore();
    run("delete from lambda.ranges where stream = :stream and hour = :hour");
    run(
        """
        insert into lambda.ranges (stream, partition, first_offset, next_offset, hour, raw_rows,
          dead_letters, gaps)
        select :stream, partition, first, next, :hour, events, "deadLetters", gaps
        from jsonb_to_recordset(:json::jsonb -> 'ranges') as r(partition int, first bigint,
          next bigint, events bigint, "deadLetters" bigint, gaps bigint)\
        """);
    run(
        """
        update lambda.files set replaced_at = now()
        where stream = :stream and hour = :hour and replaced_at is null
          and key not in (select key from %s)\
        """
            .formatted(FILES));
    run(
        """
        insert into lambda.files (key, stream, hour, kind, rows, bytes, sha256)
        select key, :stream, :hour, kind, rows, bytes, sha256 from %s
        on conflict (key) do update set replaced_at = null, rows = excluded.rows,
          bytes = excluded.bytes, sha256 = excluded.sha256\
        """
            .formatted(FILES));
    run("delete from lambda.uploads where key in (select key from %s)".formatted(FILES));
    run(
        """
        insert into lambda.erasures (request, stream, hour, events, dead_letters)
        select request, :stream, :hour, events, "deadLetters" from %s on conflict do nothing\
        """
            .formatted(ERASURES));
    run(
        """
        insert into lambda.losses (stream, partition, first_offset, next_offset, hour, declared_by)
        select :stream, partition, first, next, :hour, "declaredBy" from %s on conflict do nothing\
        """
            .formatted(LOSSES));
    run(
        """
        insert into lambda.boundaries (stream, partition, hour, first_offset, decided_by)
        select :stream, m.partition, b.hour, b.first_offset, 'batch' from %s m
        cross join lateral (values (:hour::timestamptz, m.first), (:following::timestamptz, m.next))
          b(hour, first_offset)
        on conflict do nothing\
        """
            .formatted(RANGES));
    run(
        """
        update lambda.partitions p set first_offset = m.first from %s m
        where p.stream = :stream and p.partition = m.partition and p.first_offset > m.first\
        """
            .formatted(RANGES));
    run(
        """
        update lambda.batch_hours set archived_at = coalesce(archived_at, now()),
          records = (select coalesce(sum(raw_rows + dead_letters), 0) from lambda.ranges
            where stream = :stream and hour = :hour),
          dead_letters = (select coalesce(sum(dead_letters), 0) from lambda.ranges
            where stream = :stream and hour = :hour),
          manifest_revision = :revision, manifest_stored = :revision
        where stream = :stream and hour = :hour\
        """);
    // Duplicates of the next hour are identified by this one.
    BatchHours.reopenDependents(handle, manifest.stream(), manifest.hour());
    if (erased) {
      BatchHours.retire(handle, manifest.stream(), manifest.hour());
    }
  }
}
