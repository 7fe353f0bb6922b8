package lambda.tests.simulation.pipeline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.kafka.TopicSnapshot;
import lambda.speed.ingest.SpeedMemory;
import lambda.tests.simulation.postgres.Tables;
import lambda.tests.simulation.schedule.Situation;
import lambda.tests.simulation.world.LogEntry;
import lambda.tests.simulation.world.PartialKey;
import lambda.tests.simulation.world.SimulatedKafka.Fetched;
import lambda.tests.simulation.world.SimulatedKafka.OffsetOutOfRange;
import lambda.tests.simulation.world.SimulatedStream;
import lambda.tests.simulation.world.Totals;
import lambda.tests.simulation.world.Unavailable;

/// The loop of the speed layer; see `lambda.speed.ingest.IngestLoop`, `PartitionLoader` and
/// `PartialWriter`.
public final class SpeedOwner implements Runnable {
  private static final int FETCH = 6;

  private final World world;
  private final String member;
  private final InstantSource clock;
  private final SpeedMemory memory;

  public SpeedOwner(World world, String member, InstantSource clock) {
    this.world = world;
    this.member = member;
    this.clock = clock;
    memory = new SpeedMemory(world.settings().idHorizon(), clock.instant());
  }

  @Override
  public void run() {
    world.group().join(member);
    while (true) {
      try {
        round();
      } catch (StaleOwner _) {
        memory.forget();
      } catch (Unavailable | OffsetOutOfRange _) {
        if (world.random().nextBoolean()) {
          memory.forget();
        } else {
          memory.clear();
          world.group().join(member);
        }
        world.scheduler().sleep(Duration.ofSeconds(30));
      }
    }
  }

  private void round() {
    Set<Integer> assigned = world.group().poll(member);
    Set<Integer> revoked = memory.owned();
    revoked.removeAll(assigned);
    if (!revoked.isEmpty()) {
      flush();
      memory.revoke(revoked);
    }
    memory.assign(assigned);
    boolean idle = memory.missing().isEmpty();
    for (int partition : memory.loaded()) {
      idle &= !fold(partition);
    }
    if (memory.due(clock.instant())) {
      flush();
    }
    memory.acceptLoaded();
    memory.missing().forEach(this::load);
    if (idle) {
      world.scheduler().sleep(Duration.ofSeconds(60));
    }
  }

  private void load(int partition) {
    TopicSnapshot topic = world.kafka().describe();
    world.register(topic);
    long stored =
        world
            .postgres()
            .transaction("locks", partition, tables -> tables.boundaries().lock(partition));
    List<Boundary> decided =
        world
            .postgres()
            .query(
                "boundaries around",
                stored,
                tables -> tables.boundaries().around(partition, stored));
    memory.load(partition, decided, stored, recent(partition, decided, stored));
  }

  /// The records whose ids are remembered, as far as Kafka still holds them.
  private List<LogEntry> recent(int partition, List<Boundary> decided, long stored) {
    if (decided.isEmpty()) {
      return List.of();
    }
    long first = Math.max(decided.getFirst().firstOffset(), stored - world.settings().idHorizon());
    OffsetRange range =
        new OffsetRange(partition, Math.min(first, stored), stored)
            .from(world.kafka().beginning(partition));
    return world.kafka().records(range);
  }

  /// @return whether there was anything to fold
  private boolean fold(int partition) {
    long position = memory.next(partition);
    Fetched fetched = world.kafka().fetch(partition, position, FETCH);
    fetched.records().forEach(record -> memory.fold(partition, record));
    if (!world.settings().has(PlantedBug.LAST_RECORD_INSTEAD_OF_POSITION)) {
      memory.reached(partition, fetched.position());
    }
    return memory.next(partition) > position;
  }

  private void flush() {
    if (memory.pending().isEmpty()) {
      return;
    }
    world
        .postgres()
        .transaction(
            "flushes",
            memory.pending(),
            tables -> {
              for (int partition : memory.pending()) {
                advance(tables, partition);
              }
              Map<PartialKey, Totals> staged = new TreeMap<>();
              SimulatedStream.forEach(memory.partials(), staged::put);
              tables.speed().merge(staged);
              return staged.size();
            });
    memory.flushed(clock.instant());
  }

  private void advance(Tables tables, int partition) {
    long next = memory.next(partition);
    if (world.settings().has(PlantedBug.OFFSETS_WITHOUT_FENCING)) {
      tables.boundaries().advanceUnfenced(partition, next);
    } else if (!tables.boundaries().advance(partition, memory.stored(partition), next)) {
      world.network().saw(Situation.STALE_OWNER_IS_FENCED);
      throw new StaleOwner("partition %d was advanced by another owner".formatted(partition));
    }
    var counts = memory.counts(partition);
    if (counts.isEmpty()) {
      return;
    }
    Hour first = counts.firstKey();
    if (!memory.learn(partition, tables.boundaries().since(partition, first))) {
      world.network().saw(Situation.HOURS_WERE_DECIDED_MEANWHILE);
      throw new StaleOwner("hours of partition %d were decided meanwhile".formatted(partition));
    }
    for (Boundary boundary : memory.proposals(partition)) {
      if (world.settings().has(PlantedBug.BOUNDARIES_DECIDED_TWICE)) {
        tables.boundaries().decideAgain(boundary);
      } else {
        tables.boundaries().decide(boundary);
      }
    }
    counts.forEach((hour, seen) -> tables.hours().addCounts(partition, hour, seen));
  }
}
