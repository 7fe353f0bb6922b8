package lambda.serving.hour;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lambda.core.hour.Hour;
import lambda.serving.hour.HourDetails.ArchivedFile;
import lambda.serving.hour.HourDetails.ArchivedRange;
import lambda.serving.hour.HourDetails.Difference;
import lambda.serving.hour.HourDetails.Loss;
import lambda.serving.hour.HourDetails.Step;
import lambda.store.HourCatalog;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Reads hours from Postgres. Thread-safe.
public final class HourReader {
  /// How many files, ranges and differences of an hour are read at most.
  static final int MAX_LISTED = 1_000;

  private final Jdbi jdbi;

  public HourReader(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// The hours of a span, by stream and time.
  ///
  /// @param stream only this one
  /// @param from inclusive
  /// @param to exclusive
  public List<HourSummary> list(Optional<String> stream, Hour from, Hour to) {
    HourCatalog catalog = new HourCatalog(jdbi);
    return stream
        .map(name -> catalog.list(name, from, to))
        .orElseGet(() -> catalog.list(from, to))
        .stream()
        .map(HourSummary::of)
        .toList();
  }

  /// All about an hour, if it has begun.
  public Optional<HourDetails> find(String stream, Hour hour) {
    return jdbi.inTransaction(handle ->
        new HourCatalog(jdbi)
            .find(stream, hour)
            .map(status ->
                new HourDetails(
                    HourSummary.of(status),
                    steps(handle, stream, hour),
                    files(handle, stream, hour),
                    ranges(handle, stream, hour),
                    differences(handle, stream, hour),
                    losses(handle, stream, hour))));
  }

  private record Times(
      Optional<Instant> closed,
      Optional<Instant> archived,
      Optional<Instant> recomputed,
      Optional<Instant> reconciled,
      Optional<Instant> sealed) {}

  private static List<Step> steps(Handle handle, String stream, Hour hour) {
    Times times =
        handle
            .select(
                """
                select
                  (select case when count(*) = (select count(*) from lambda.partitions p where p.stream = :stream)
                      then max(decided_at) end
                    from lambda.boundaries where stream = :stream and hour = :next) as closed,
                  b.archived_at as archived, b.recomputed_at as recomputed,
                  b.reconciled_at as reconciled, b.sealed_at as sealed
                from (select) one
                left join lambda.batch_hours b on b.stream = :stream and b.hour = :hour\
                """)
            .bind("stream", stream)
            .bind("hour", hour)
            .bind("next", hour.next())
            .map(ConstructorMapper.of(Times.class))
            .one();
    return List.of(
        new Step("closed", times.closed.orElse(null)),
        new Step("archived", times.archived.orElse(null)),
        new Step("recomputed", times.recomputed.orElse(null)),
        new Step("reconciled", times.reconciled.orElse(null)),
        new Step("sealed", times.sealed.orElse(null)));
  }

  private static List<ArchivedFile> files(Handle handle, String stream, Hour hour) {
    return list(
        handle,
        """
        select key as object, kind, rows, bytes, sha256, committed_at from lambda.files
        where stream = ? and hour = ? and replaced_at is null order by kind desc, key limit ?\
        """,
        ArchivedFile.class,
        stream,
        hour);
  }

  private static List<ArchivedRange> ranges(Handle handle, String stream, Hour hour) {
    return list(
        handle,
        """
        select partition, first_offset, next_offset, raw_rows as rows, dead_letters, gaps, committed_at
        from lambda.ranges where stream = ? and hour = ? order by partition, first_offset limit ?\
        """,
        ArchivedRange.class,
        stream,
        hour);
  }

  private static List<Difference> differences(Handle handle, String stream, Hour hour) {
    return list(
        handle,
        """
        select view, window_start as "window", key::text as key, kind, speed::text as speed, batch::text as batch,
          explanation, count, found_at, healed_at
        from lambda.differences where stream = ? and hour = ? order by id limit ?\
        """,
        Difference.class,
        stream,
        hour);
  }

  private static List<Loss> losses(Handle handle, String stream, Hour hour) {
    return list(
        handle,
        """
        select partition, first_offset, next_offset, declared_at, declared_by
        from lambda.losses where stream = ? and hour = ? order by partition, first_offset limit ?\
        """,
        Loss.class,
        stream,
        hour);
  }

  private static <T> List<T> list(
      Handle handle, String sql, Class<T> type, String stream, Hour hour) {
    return handle.select(sql, stream, hour, MAX_LISTED).map(ConstructorMapper.of(type)).list();
  }
}
