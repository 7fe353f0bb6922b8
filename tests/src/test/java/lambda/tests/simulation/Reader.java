package lambda.tests.simulation;

import java.time.Duration;
import java.util.Map;
import lambda.tests.simulation.pipeline.World;
import lambda.tests.simulation.world.FigureKey;
import lambda.tests.simulation.world.Totals;

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
    Map<FigureKey, Totals> found = Map.of();
    while (true) {
      checks.readersSeeTheTruth();
      checks.archivedObjectsStayAsTheyAre();
      checks.sealedHoursAreProven();
      Map<FigureKey, Totals> now = world.elasticsearch().documents();
      checks.searchesNeverStepBack(found, now);
      found = now;
      world.scheduler().sleep(Duration.ofMinutes(5));
    }
  }
}
