package lambda.core.hour;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One partition and both layers in one thread: records arrive with wrong clocks; the speed layer
/// folds, flushes and crashes; the batch layer decides hours at any moment. In any order, both
/// layers must end up with the same records in each hour.
class HourSimulationTest {
  private static final int STEPS = 400;
  private static final Duration GRACE = Duration.ofSeconds(10);

  static IntStream seeds() {
    return IntStream.range(0, 2_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void bothLayersHaveTheSameRecordsInEachHour(int seed) {
    Partition partition = new Partition(new Random(seed));
    for (int i = 0; i < STEPS; i++) {
      partition.step();
    }
    partition.drain();

    assertThat(partition.folded).as("seed %d", seed).hasSameSizeAs(partition.log);
    assertThat(new ArrayList<>(partition.boundaries.values())).as("seed %d", seed).isSorted();
    for (int offset = 0; offset < partition.log.size(); offset++) {
      assertThat(partition.folded.get(offset))
          .as("seed %d, offset %d", seed, offset)
          .isEqualTo(partition.hourByBoundaries(offset));
    }
  }

  /// The log, the store, and the two layers working on them.
  private static final class Partition {
    private final Random random;
    private final List<Instant> log = new ArrayList<>();

    /// The store: decided boundaries, and the hour that the speed layer stored each record in.
    private final NavigableMap<Hour, Long> boundaries = new TreeMap<>();

    private final List<Hour> folded = new ArrayList<>();

    /// The speed layer's memory, lost in a crash.
    private HourTracker tracker = new HourTracker(0, List.of());

    private final List<Hour> pending = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T04:00:00Z");

    Partition(Random random) {
      this.random = random;
    }

    void step() {
      switch (random.nextInt(7)) {
        case 0, 1 -> log.add(timestamp());
        case 2 -> now = now.plusSeconds(random.nextInt(1_500));
        case 3, 4 -> fold();
        case 5 -> flush();
        default -> {
          if (random.nextInt(4) == 0) {
            restart();
          } else {
            decideAnHour();
          }
        }
      }
    }

    /// Usually now; sometimes hours late, sometimes slightly ahead; sometimes absurd, for topics
    /// that do not bound timestamps.
    private Instant timestamp() {
      if (random.nextInt(20) == 0) {
        return Instant.ofEpochMilli(random.nextBoolean() ? 0 : now.toEpochMilli() * 1_000);
      }
      return switch (random.nextInt(4)) {
        case 0 -> now.minusSeconds(random.nextInt(4 * 3_600));
        case 1 -> now.plusSeconds(random.nextInt(300));
        default -> now;
      };
    }

    private long position() {
      return (long) folded.size() + pending.size();
    }

    private void fold() {
      for (int i = random.nextInt(5); i > 0 && position() < log.size(); i--) {
        pending.add(tracker.assign(position(), log.get((int) position()), now));
      }
    }

    /// What `PartialWriter` does in its transaction.
    private void flush() {
      if (pending.isEmpty()) {
        return;
      }
      Hour first = pending.stream().min(Hour::compareTo).orElseThrow();
      if (!tracker.learn(since(first), position())) {
        restart();
        return;
      }
      tracker
          .proposals()
          .forEach(boundary ->
              assertThat(boundaries.putIfAbsent(boundary.hour(), boundary.firstOffset()))
                  .isIn(null, boundary.firstOffset()));
      tracker.stored();
      folded.addAll(pending);
      pending.clear();
    }

    /// What `Boundaries.since` does.
    private List<Boundary> since(@Nullable Hour hour) {
      Hour before = hour == null ? null : boundaries.lowerKey(hour);
      Hour from = before == null ? hour : before;
      NavigableMap<Hour, Long> wanted = from == null ? boundaries : boundaries.tailMap(from, true);
      return wanted.entrySet().stream()
          .map(entry -> new Boundary(0, entry.getKey(), entry.getValue()))
          .toList();
    }

    /// What `PartitionLoader` does: starts again from the store.
    private void restart() {
      pending.clear();
      Hour present = hourByBoundaries(folded.size());
      tracker = new HourTracker(0, since(present == null ? null : present.previous()));
    }

    /// What `HourCloser` does, for some hour that is over.
    private void decideAnHour() {
      Hour hour = Hour.of(now.minusSeconds(random.nextInt(3 * 3_600)));
      if (boundaries.containsKey(hour) || log.isEmpty()) {
        return;
      }
      // Kafka is asked before the lock is taken; meanwhile the log may grow and be folded.
      long seen = log.size();
      if (random.nextBoolean()) {
        log.add(timestamp());
        fold();
        flush();
        if (boundaries.containsKey(hour)) {
          return;
        }
      }
      BoundaryDecision decision =
          BoundaryDecision.decide(
              hour, natural(hour), settled(hour), seen, following(hour), now, GRACE);
      if (decision instanceof BoundaryDecision.At(long first)) {
        boundaries.put(hour, first);
      }
    }

    private OptionalLong natural(Hour hour) {
      return IntStream.range(0, log.size())
          .filter(offset -> !log.get(offset).isBefore(hour.start()))
          .filter(offset -> PlausibleTime.mayBegin(log.get(offset), now))
          .asLongStream()
          .findFirst();
    }

    private long settled(Hour hour) {
      return boundaries.headMap(hour, false).values().stream()
          .mapToLong(first -> first)
          .reduce(folded.size(), Math::max);
    }

    private OptionalLong following(Hour hour) {
      return boundaries.tailMap(hour, false).values().stream().mapToLong(first -> first).min();
    }

    private @Nullable Hour hourByBoundaries(long offset) {
      return boundaries.entrySet().stream()
          .filter(entry -> entry.getValue() <= offset)
          .map(entry -> entry.getKey())
          .max(Hour::compareTo)
          .orElse(null);
    }

    /// Ends even if the layers never agree; the test then sees that records are missing.
    void drain() {
      for (int round = 0; round < 10_000 && folded.size() < log.size(); round++) {
        fold();
        flush();
      }
    }
  }
}
