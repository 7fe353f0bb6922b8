package lambda.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lambda.tests.simulation.pipeline.BatchWorker;
import lambda.tests.simulation.pipeline.HourWorkflows;
import lambda.tests.simulation.pipeline.Operator;
import lambda.tests.simulation.pipeline.PlantedBug;
import lambda.tests.simulation.pipeline.Producer;
import lambda.tests.simulation.pipeline.ProjectionProcess;
import lambda.tests.simulation.pipeline.SpeedOwner;
import lambda.tests.simulation.pipeline.World;
import lambda.tests.simulation.postgres.SimulatedPostgres;
import lambda.tests.simulation.schedule.Faults;
import lambda.tests.simulation.schedule.Scheduler;
import lambda.tests.simulation.schedule.Tally;
import lambda.tests.simulation.schedule.Trace;
import lambda.tests.simulation.world.ConsumerGroup;
import lambda.tests.simulation.world.Network;
import lambda.tests.simulation.world.SimulatedClock;
import lambda.tests.simulation.world.SimulatedElasticsearch;
import lambda.tests.simulation.world.SimulatedKafka;
import lambda.tests.simulation.world.SimulatedS3;

/// One seed: some hours under faults, then time without faults until nothing is left to do.
final class Simulation {
  private static final Instant BEGIN = Instant.parse("2026-11-21T04:10:00Z");
  private static final long STEPS_UNDER_FAULTS = 100_000;

  /// Within so many steps without faults, everything must be sealed and projected.
  private static final long STEPS_TO_RECOVER = 20_000;

  private final SplittableRandom random;
  private final Tally tally;
  private final Trace trace;
  private final PlantedBug bug;

  Simulation(long seed, PlantedBug bug, Tally tally, Trace trace) {
    random = new SplittableRandom(seed);
    this.bug = bug;
    this.tally = tally;
    this.trace = trace;
  }

  /// How much was simulated.
  record Extent(long steps, Duration time) {}

  /// @throws AssertionError if a promise is broken
  Extent run() {
    try (Scheduler scheduler = new Scheduler(random, trace, BEGIN.toEpochMilli())) {
      Faults faults = new Faults(random, tally);
      Network network = new Network(scheduler, faults, tally, random);
      SimulatedKafka kafka = new SimulatedKafka(network, 1 + random.nextInt(2));
      boolean knowsDuplicates = random.nextInt(4) > 0;
      World world =
          new World(
              random,
              scheduler,
              faults,
              network,
              kafka,
              new ConsumerGroup(network, kafka),
              new SimulatedPostgres(network),
              new SimulatedS3(network),
              new SimulatedElasticsearch(network),
              new World.Settings(knowsDuplicates ? 10_000 : 8, 2 + random.nextInt(8), bug));
      Checks checks = new Checks(world, knowsDuplicates);
      List<SimulatedClock> clocks = start(world, checks);
      long end = BEGIN.plus(Duration.ofMinutes(60L + random.nextInt(240))).toEpochMilli();
      scheduler.run(() -> scheduler.now() >= end, STEPS_UNDER_FAULTS);
      recover(world, clocks);
      if (!scheduler.run(checks::quiet, STEPS_TO_RECOVER)) {
        throw new AssertionError(
            "after %d steps without faults, something is left to do".formatted(STEPS_TO_RECOVER));
      }
      checks.allIsDone();
      return new Extent(
          scheduler.steps(), Duration.ofMillis(scheduler.now() - BEGIN.toEpochMilli()));
    }
  }

  private List<SimulatedClock> start(World world, Checks checks) {
    List<SimulatedClock> clocks = new ArrayList<>();
    Scheduler scheduler = world.scheduler();
    for (int i = 0; i < 3; i++) {
      clocks.add(new SimulatedClock(scheduler));
    }
    Producer producer = new Producer(world, clocks.get(2));
    scheduler.start("producer", () -> producer);
    scheduler.start("operator", () -> new Operator(world, clocks));
    scheduler.start("reader", () -> new Reader(world, checks));
    for (int i = 0; i < 2; i++) {
      String member = "speed-" + i;
      SimulatedClock clock = clocks.get(i);
      scheduler.start(member, () -> new SpeedOwner(world, member, clock));
      scheduler.start("projection-" + i, () -> new ProjectionProcess(world));
      HourWorkflows workflows = new HourWorkflows();
      scheduler.start("worker-" + i, () -> new BatchWorker(world, clock, workflows));
    }
    return clocks;
  }

  private static void recover(World world, List<SimulatedClock> clocks) {
    world.faults().end();
    clocks.forEach(clock -> clock.setWrongBy(0));
    world.kafka().endTransactions();
    world.scheduler().wakeAll();
  }
}
