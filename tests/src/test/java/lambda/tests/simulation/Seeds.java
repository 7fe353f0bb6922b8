package lambda.tests.simulation;

import java.time.Duration;
import lambda.tests.simulation.pipeline.PlantedBug;
import lambda.tests.simulation.schedule.Tally;
import lambda.tests.simulation.schedule.Trace;

/// Runs seeds one after the other, and says how much that was. One thread.
final class Seeds {
  private final PlantedBug bug;
  private final Tally tally = new Tally();
  private final long begun = System.nanoTime();
  private long seeds;
  private long steps;
  private Duration simulated = Duration.ZERO;

  Seeds(PlantedBug bug) {
    this.bug = bug;
  }

  /// @throws AssertionError if a promise is broken; it says how to replay the seed
  void run(long seed) {
    Simulation.Extent extent;
    try {
      extent = new Simulation(seed, bug, tally, new Trace(false)).run();
    } catch (AssertionError e) {
      throw new AssertionError(
          """
          seed %d: %s
          To replay it with a trace of each step:
            ./lambda test -Dtest=SimulationTest#oneSeed -Dsurefire.failIfNoSpecifiedTests=false -Dlambda.simulation.seed=%1$d
          """
              .formatted(seed, e.getMessage()),
          e);
    }
    seeds++;
    steps += extent.steps();
    simulated = simulated.plus(extent.time());
  }

  /// What never happened in any of the seeds.
  Tally tally() {
    return tally;
  }

  Duration took() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public String toString() {
    return "%,d seeds, %,d steps, %,d faults, %,d simulated hours in %.1f s\n%s"
        .formatted(
            seeds, steps, tally.struck(), simulated.toHours(), took().toMillis() / 1e3, tally);
  }
}
