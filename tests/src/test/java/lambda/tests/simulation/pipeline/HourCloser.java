package lambda.tests.simulation.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lambda.batch.hour.ClosedHour;
import lambda.batch.hour.HourBoundaries;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Boundary;
import lambda.core.hour.BoundaryDecision;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicSnapshot;
import lambda.tests.simulation.postgres.Tables;
import lambda.tests.simulation.schedule.Situation;
import lambda.tests.simulation.world.LogEntry;
import lambda.tests.simulation.world.SimulatedStream;

/// Settles which records an hour holds; see `lambda.batch.hour.HourCloser`.
final class HourCloser {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final World world;
  private final InstantSource clock;

  HourCloser(World world, InstantSource clock) {
    this.world = world;
    this.clock = clock;
  }

  ClosedHour close(Hour hour) {
    Instant now = clock.instant();
    if (now.isBefore(hour.end())) {
      throw LambdaException.badInput("hour %s is not over".formatted(hour));
    }
    Optional<ClosedHour> known =
        world.postgres().query("closed", hour, tables -> known(tables, hour));
    if (known.isPresent()) {
      return known.get();
    }
    TopicSnapshot topic = world.kafka().describe();
    world.register(topic);
    for (Hour earlier : undecidedBefore(hour, topic, now)) {
      world.network().saw(Situation.EARLIER_HOUR_IS_DECIDED_FIRST);
      decide(earlier, topic);
    }
    return decide(hour, topic);
  }

  private static Optional<ClosedHour> known(Tables tables, Hour hour) {
    List<Integer> partitions = tables.boundaries().partitions();
    Map<Integer, Long> firsts = tables.boundaries().around(hour).decided();
    Map<Integer, Long> nexts = tables.boundaries().around(hour.next()).decided();
    return !partitions.isEmpty()
            && firsts.keySet().containsAll(partitions)
            && nexts.keySet().containsAll(partitions)
            && tables.hours().rows().containsKey(hour)
        ? Optional.of(closed(hour, firsts, nexts))
        : Optional.empty();
  }

  private static ClosedHour closed(Hour hour, Map<Integer, Long> firsts, Map<Integer, Long> nexts) {
    List<OffsetRange> ranges = new ArrayList<>();
    firsts.forEach((partition, first) ->
        ranges.add(new OffsetRange(partition, first, nexts.getOrDefault(partition, first))));
    return new ClosedHour(SimulatedStream.DEFINITION, hour, ranges);
  }

  private List<Hour> undecidedBefore(Hour hour, TopicSnapshot topic, Instant now) {
    HourBoundaries known =
        world
            .postgres()
            .query("undecided before", hour, tables -> tables.boundaries().around(hour));
    if (known.withoutDecision().isEmpty()) {
      return List.of();
    }
    Map<Integer, Instant> firsts = new TreeMap<>();
    world
        .kafka()
        .firstRecordsAt(topic.partitions().keySet(), Instant.EPOCH)
        .forEach((partition, entry) -> firsts.put(partition, entry.time()));
    return known.undecidedBefore(hour, firsts, now);
  }

  private ClosedHour decide(Hour hour, TopicSnapshot topic) {
    Map<Integer, Long> natural = natural(topic, hour);
    Map<Integer, Long> following = natural(topic, hour.next());
    refuseUnknownPast(hour, topic, following);
    return world
        .postgres()
        .transaction(
            "decides",
            hour,
            tables -> {
              if (!topic.partitions().keySet().containsAll(tables.boundaries().partitions())) {
                throw LambdaException.retryAfter(SOON, "partitions were added just now");
              }
              Map<Integer, Long> firsts = decided(tables, hour, topic, natural);
              Map<Integer, Long> nexts = decided(tables, hour.next(), topic, following);
              tables.hours().ensure(hour);
              return closed(hour, firsts, nexts);
            });
  }

  private Map<Integer, Long> natural(TopicSnapshot topic, Hour hour) {
    Map<Integer, Long> natural = new TreeMap<>();
    Map<Integer, LogEntry> found =
        world.kafka().firstRecordsAt(topic.partitions().keySet(), hour.start());
    found.forEach((partition, entry) -> natural.put(partition, entry.offset()));
    return natural;
  }

  private void refuseUnknownPast(Hour hour, TopicSnapshot topic, Map<Integer, Long> following) {
    Optional<Hour> first =
        world.postgres().query("first hour", hour, tables -> tables.boundaries().firstHour());
    if ((first.isEmpty() || first.get().isAfter(hour))
        && !HourBoundaries.isReached(topic, following)) {
      throw LambdaException.badInput("hour %s has no data".formatted(hour));
    }
  }

  private Map<Integer, Long> decided(
      Tables tables, Hour hour, TopicSnapshot topic, Map<Integer, Long> natural) {
    HourBoundaries known = tables.boundaries().around(hour);
    Map<Integer, Long> firsts = new TreeMap<>(known.decided());
    if (world.settings().has(PlantedBug.BOUNDARIES_DECIDED_TWICE)) {
      known = new HourBoundaries(known.partitions(), Map.of(), known.neighbours());
    }
    known
        .decide(hour, topic, natural, clock.instant(), GRACE)
        .forEach((partition, decision) -> {
          switch (decision) {
            case BoundaryDecision.At(long first) -> {
              firsts.put(partition, first);
              decide(tables, new Boundary(partition, hour, first), natural);
            }
            case BoundaryDecision.NotBefore(Instant time) ->
                throw LambdaException.retryAfter(
                    Duration.between(clock.instant(), time),
                    "partition %d is silent".formatted(partition));
          }
        });
    return firsts;
  }

  private void decide(Tables tables, Boundary boundary, Map<Integer, Long> natural) {
    world.network().saw(Situation.BATCH_DECIDES_A_BOUNDARY);
    if (!natural.containsKey(boundary.partition())) {
      world.network().saw(Situation.BOUNDARY_OF_A_SILENT_PARTITION);
    }
    tables.boundaries().decideAgain(boundary);
  }
}
