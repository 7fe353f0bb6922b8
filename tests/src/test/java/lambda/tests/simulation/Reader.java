package lambda.tests.simulation;

import java.time.Duration;
import java.util.Map;
import lambda.tests.simulation.pipeline.World;
import lambda.tests.simulation.world.FigureKey;

/// Reads all the time, and checks what must hold at every moment.
final class Reader implements Runnable {
  private final World world;
  private final Checks checks;

  Reader(World world, Checks checks) {
    this.world = world;
    this.checks = checks;
  }

  @Override
  public void run() {
    Map<FigureKey, Long> found = Map.of();
    long index = 0;
    while (true) {
      checks.readersSeeTheTruth();
      checks.archivedObjectsStayAsTheyAre();
      checks.sealedHoursAreProven();
      Map<FigureKey, Long> now = world.elasticsearch().versions();
      checks.searchesNeverStepBack(index == world.elasticsearch().index() ? found : Map.of(), now);
      found = now;
      index = world.elasticsearch().index();
      world.scheduler().sleep(Duration.ofMinutes(5));
    }
  }
}
