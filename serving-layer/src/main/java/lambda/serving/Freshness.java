package lambda.serving;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// How current a stream's answers are.
///
/// @param batchExactBefore every record that arrived before this is in a sealed hour; empty while
///   no hour is sealed
/// @param realTimeFrom the first hour that the batch layer does not serve: records that arrived
///   from then on are in the figures of the speed layer alone; empty while no record has arrived
/// @param realTimeAt when the speed layer last stored records; empty if it never did
public record Freshness(
    Optional<Instant> batchExactBefore,
    Optional<Instant> realTimeFrom,
    Optional<Instant> realTimeAt) {

  public static Freshness of(Jdbi jdbi, String stream) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select
                  case
                    when first_unsealed is null then last + interval '1 hour'
                    when first_unsealed > first then first_unsealed
                  end as batch_exact_before,
                  coalesce(first_unserved, last + interval '1 hour') as real_time_from,
                  (select max(flushed_at) from lambda.partitions where stream = ?) as real_time_at
                from (
                  select min(hour) as first, max(hour) as last,
                    min(hour) filter (where sealed_at is null) as first_unsealed,
                    min(hour) filter (where not batch_serves) as first_unserved
                  from lambda.hours where stream = ?
                ) h\
                """,
                stream,
                stream)
            .map(ConstructorMapper.of(Freshness.class))
            .one());
  }

  /// One line for people.
  public String sentence() {
    return "%s; %s"
        .formatted(
            batchExactBefore
                .map(at -> "batch-exact for records that arrived before " + at)
                .orElse("no hour is sealed yet"),
            realTimeAt
                .map(at -> "the speed layer last stored a record at " + at)
                .orElse("the speed layer has not stored a record yet"));
  }
}
