package lambda.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import lambda.tests.simulation.pipeline.PlantedBug;
import lambda.tests.simulation.schedule.Tally;
import lambda.tests.simulation.schedule.Trace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole pipeline under faults. `lambda.simulation.seeds` sets the number of seeds.
class SimulationTest {
  private static final long SEEDS = Long.getLong("lambda.simulation.seeds", 10_000);
  private static final long SEEDS_A_NIGHT = Long.getLong("lambda.simulation.seeds", 1_000_000);
  private static final Duration NIGHT = Duration.ofMinutes(15);

  /// Within so many seeds, a mistake in the protocol must show.
  private static final int SEEDS_TO_FIND_A_BUG = 100;

  @Test
  void noFaultBreaksAPromise() {
    Seeds seeds = new Seeds(PlantedBug.NONE);
    for (long seed = 0; seed < SEEDS; seed++) {
      seeds.run(seed);
    }
    System.out.println(seeds);
    assertThat(seeds.tally().missing()).as("what never happened").isEmpty();
  }

  /// Fresh seeds each time.
  @Tag("nightly")
  @Test
  void noFaultBreaksAPromiseInManyMoreSeeds() {
    Seeds seeds = new Seeds(PlantedBug.NONE);
    long first = System.currentTimeMillis();
    for (long i = 0; i < SEEDS_A_NIGHT && seeds.took().compareTo(NIGHT) < 0; i++) {
      seeds.run(first + i);
    }
    System.out.println(seeds);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMistakeInTheProtocolIsFound(PlantedBug bug) {
    Seeds seeds = new Seeds(bug);
    assertThatThrownBy(
            () -> {
              for (long seed = 0; seed < SEEDS_TO_FIND_A_BUG; seed++) {
                seeds.run(seed);
              }
            })
        .isInstanceOf(AssertionError.class)
        .satisfies(e -> System.out.printf("%s: %s%n", bug, e.getMessage()));
  }

  @Test
  void aSeedDeterminesEachStep() {
    assertThat(trace(7)).isEqualTo(trace(7)).isNotEqualTo(trace(8));
  }

  private static String trace(long seed) {
    Trace trace = new Trace(true);
    new Simulation(seed, PlantedBug.NONE, new Tally(), trace).run();
    return trace.toString();
  }

  /// Replays a seed and prints each step.
  @Test
  @EnabledIfSystemProperty(named = "lambda.simulation.seed", matches = "-?\\d+")
  void oneSeed() {
    Trace trace = new Trace(true);
    PlantedBug bug = PlantedBug.valueOf(System.getProperty("lambda.simulation.bug", "NONE"));
    try {
      new Simulation(Long.getLong("lambda.simulation.seed", 0), bug, new Tally(), trace).run();
    } finally {
      System.out.println(trace);
    }
  }
}
