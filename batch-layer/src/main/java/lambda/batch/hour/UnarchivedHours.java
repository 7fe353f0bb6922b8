package lambda.batch.hour;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.PlausibleTime;
import lambda.kafka.TopicReader;
import lambda.kafka.TopicReader.Found;
import lambda.store.Boundaries;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Finds the hours that are over and not archived, whether or not the speed layer has seen any of
/// their records: also those before the first hour that is decided, and those since the last one.
/// Thread-safe.
public final class UnarchivedHours {
  /// How many hours one answer names. Who has archived them asks again.
  private static final int MOST = 1_000;

  private final Jdbi jdbi;
  private final String kafka;
  private final Duration grace;
  private final InstantSource clock;

  /// @param kafka the bootstrap servers
  /// @param grace how long after its end the hour of a silent partition is closed
  public UnarchivedHours(Jdbi jdbi, String kafka, Duration grace, InstantSource clock) {
    this.jdbi = jdbi;
    this.kafka = kafka;
    this.grace = grace;
    this.clock = clock;
  }

  /// The hours of a span, oldest first, at most [#MOST].
  ///
  /// @param from inclusive
  /// @param to exclusive
  public List<Hour> list(StreamDefinition stream, Hour from, Hour to) {
    Optional<Hour> first = first(stream);
    if (first.isEmpty()) {
      return List.of();
    }
    Hour begin = first.get().isAfter(from) ? first.get() : from;
    Hour current = Hour.of(clock.instant().minus(grace));
    Hour end = current.isAfter(to) ? to : current;
    Set<Hour> archived =
        new HashSet<>(
            jdbi.withHandle(handle -> BatchHours.archived(handle, stream.name(), begin, end)));
    return Stream.iterate(begin, end::isAfter, Hour::next)
        .filter(hour -> !archived.contains(hour))
        .limit(MOST)
        .toList();
  }

  /// The first hour with a record.
  private Optional<Hour> first(StreamDefinition stream) {
    RegisteredTopic.look(jdbi, kafka, stream);
    Map<Integer, Found> log = new TreeMap<>();
    try (TopicReader topic = new TopicReader(kafka, stream.topic())) {
      log.putAll(topic.firstRecords());
    }
    return jdbi.withHandle(handle -> {
      Stream<Hour> unseen =
          log.entrySet().stream()
              .filter(first -> !isSeen(handle, stream, first.getKey(), first.getValue().offset()))
              .map(first -> PlausibleTime.first(first.getValue().timestamp(), clock.instant()));
      return Stream.concat(Boundaries.firstHour(handle, stream.name()).stream(), unseen)
          .min(Hour::compareTo);
    });
  }

  /// Whether it is decided already to which hour an offset belongs.
  private static boolean isSeen(
      Handle handle, StreamDefinition stream, int partition, long offset) {
    return handle
        .select(
            """
            select exists (select from lambda.partitions
                where stream = :stream and partition = :partition and next_offset > :offset)
              or coalesce((select first_offset <= :offset from lambda.boundaries
                where stream = :stream and partition = :partition order by hour limit 1), false)
              or coalesce((select next_offset > :offset from lambda.ranges
                where stream = :stream and partition = :partition
                order by first_offset desc limit 1), false)\
            """)
        .bind("stream", stream.name())
        .bind("partition", partition)
        .bind("offset", offset)
        .mapTo(Boolean.class)
        .one();
  }
}
