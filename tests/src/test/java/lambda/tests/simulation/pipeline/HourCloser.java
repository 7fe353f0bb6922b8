package lambda.tests.simulation.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import lambda.batch.hour.ClosedHour;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Boundary;
import lambda.core.hour.BoundaryDecision;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.tests.simulation.postgres.Boundaries;
import lambda.tests.simulation.postgres.Tables;
import lambda.tests.simulation.schedule.Situation;
import lambda.tests.simulation.world.SimulatedStream;

/// Settles which records an hour holds; see `lambda.batch.hour.HourCloser`.
final class HourCloser {
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final World world;
  private final InstantSource clock;

  HourCloser(World world, InstantSource clock) {
    this.world = world;
    this.clock = clock;
  }

  ClosedHour close(Hour hour) {
    if (clock.instant().isBefore(hour.end())) {
      throw LambdaException.badInput("hour %s is not over".formatted(hour));
    }
    List<OffsetRange> ranges = new ArrayList<>();
    List<Integer> partitions =
        world.postgres().query("partitions", "", tables -> tables.boundaries().partitions());
    for (int partition : partitions) {
      long first = boundary(partition, hour);
      long next = boundary(partition, hour.next());
      ranges.add(new OffsetRange(partition, first, next));
    }
    world
        .postgres()
        .transaction(
            "ensures the hour",
            hour,
            tables -> {
              tables.hours().ensure(hour);
              return true;
            });
    return new ClosedHour(SimulatedStream.DEFINITION, hour, ranges);
  }

  /// What Kafka says about a partition.
  private record Asked(OptionalLong natural, long beginning, long end) {
    /// The partition's first hour begins with its first record.
    OptionalLong natural(boolean first) {
      return first ? OptionalLong.of(beginning) : natural;
    }
  }

  private long boundary(int partition, Hour hour) {
    Optional<Long> known =
        world
            .postgres()
            .query("boundary", hour, tables -> tables.boundaries().find(partition, hour));
    if (known.isPresent()) {
      return known.get();
    }
    // The end is read first: if no record reaches the hour afterwards, none before the end does.
    long end = world.kafka().end(partition);
    OptionalLong natural = world.kafka().firstOffsetAt(partition, hour.start());
    Asked asked = new Asked(natural, world.kafka().beginning(partition), end);
    return world
        .postgres()
        .transaction("decides", hour, tables -> decided(tables, partition, hour, asked));
  }

  private long decided(Tables tables, int partition, Hour hour, Asked asked) {
    Boundaries boundaries = tables.boundaries();
    long folded = boundaries.lock(partition);
    Optional<Long> known = boundaries.find(partition, hour);
    if (known.isPresent() && !world.settings().has(PlantedBug.BOUNDARIES_DECIDED_TWICE)) {
      return known.get();
    }
    if (folded > asked.end) {
      throw LambdaException.retryAfter(
          Duration.ofSeconds(1), "the speed layer has passed the end that Kafka answered");
    }
    BoundaryDecision decision =
        BoundaryDecision.decide(
            hour,
            asked.natural(!boundaries.anyBefore(partition, hour)),
            folded,
            asked.end,
            boundaries.following(partition, hour),
            clock.instant(),
            GRACE);
    return switch (decision) {
      case BoundaryDecision.At(long first) -> {
        world.network().saw(Situation.BATCH_DECIDES_A_BOUNDARY);
        if (asked.natural.isEmpty()) {
          world.network().saw(Situation.BOUNDARY_OF_A_SILENT_PARTITION);
        }
        boundaries.decideAgain(new Boundary(partition, hour, first));
        yield first;
      }
      case BoundaryDecision.NotBefore(Instant time) ->
          throw LambdaException.retryAfter(
              Duration.between(clock.instant(), time),
              "partition %d is silent".formatted(partition));
    };
  }
}
