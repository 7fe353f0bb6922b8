package lambda.store;

import java.util.List;
import java.util.Optional;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Lists the hours of streams.
public final class HourCatalog {
  private static final RowMapper<HourStatus> STATUS = ConstructorMapper.of(HourStatus.class);

  private final Jdbi jdbi;

  public HourCatalog(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// All hours, by stream and time.
  public List<HourStatus> list() {
    return jdbi.withHandle(handle ->
        handle.select("select * from lambda.hours order by stream, hour").map(STATUS).list());
  }

  /// The latest hours, the latest first.
  ///
  /// @param stream only this one; empty for all
  public List<HourStatus> latest(Optional<String> stream, long limit) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select * from lambda.hours where ?::text is null or stream = ?
                order by hour desc, stream limit ?\
                """,
                stream.orElse(null),
                stream.orElse(null),
                limit)
            .map(STATUS)
            .list());
  }

  /// The hours of a stream in a span, oldest first.
  ///
  /// @param from inclusive
  /// @param to exclusive
  public List<HourStatus> list(String stream, Hour from, Hour to) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select * from lambda.hours where stream = ? and hour >= ? and hour < ? order by hour",
                stream,
                from,
                to)
            .map(STATUS)
            .list());
  }

  /// The hours of all streams in a span, by stream and time.
  ///
  /// @param from inclusive
  /// @param to exclusive
  public List<HourStatus> list(Hour from, Hour to) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select * from lambda.hours where hour >= ? and hour < ? order by stream, hour",
                from,
                to)
            .map(STATUS)
            .list());
  }

  /// The hours of a stream that are not sealed, oldest first.
  public List<HourStatus> unsealed(String stream) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "select * from lambda.hours where stream = ? and sealed_at is null order by hour",
                stream)
            .map(STATUS)
            .list());
  }

  /// What is left to do, by stream.
  public List<HourBacklog> backlog() {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select s.stream,
                  count(h.hour) filter (where h.state in ('open', 'closed')) as unarchived,
                  count(h.hour) as unsealed,
                  count(h.hour) filter (where h.waits_for is not null) as waiting,
                  coalesce((select sum(next_offset - first_offset) from lambda.losses l
                    where l.stream = s.stream), 0) as lost
                from (select distinct stream from lambda.partitions) s
                left join lambda.hours h on h.stream = s.stream
                  and h.sealed_at is null and h.hour <= now() - interval '1 hour'
                group by s.stream order by s.stream\
                """)
            .map(ConstructorMapper.of(HourBacklog.class))
            .list());
  }

  /// An hour of a stream, if it has begun.
  public Optional<HourStatus> find(String stream, Hour hour) {
    return list(stream, hour, hour.next()).stream().findFirst();
  }
}
