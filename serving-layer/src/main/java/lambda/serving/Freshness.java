package lambda.serving;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// How current a stream's answers are.
///
/// @param batchExactBefore every record that arrived before this is in a sealed hour; empty while
///   no hour is sealed
/// @param realTimeAt when the speed layer last stored records; empty if it never did
public record Freshness(Optional<Instant> batchExactBefore, Optional<Instant> realTimeAt) {

  public static Freshness of(Jdbi jdbi, String stream) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                select
                  (select max(hour) + interval '1 hour' from lambda.hours s
                   where s.stream = ? and s.state = 'sealed' and not exists (
                     select from lambda.hours e
                     where e.stream = s.stream and e.hour < s.hour and e.state <> 'sealed'))
                    as batch_exact_before,
                  (select max(flushed_at) from lambda.partitions where stream = ?) as real_time_at\
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
