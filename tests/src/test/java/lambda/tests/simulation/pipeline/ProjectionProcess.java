package lambda.tests.simulation.pipeline;

import java.time.Duration;
import java.util.Map;
import lambda.tests.simulation.postgres.Projections.Round;
import lambda.tests.simulation.schedule.Situation;
import lambda.tests.simulation.world.FigureKey;
import lambda.tests.simulation.world.Totals;
import lambda.tests.simulation.world.Unavailable;
import org.jspecify.annotations.Nullable;

/// Copies changed figures to Elasticsearch; see `lambda.speed.projection.Projector`.
public final class ProjectionProcess implements Runnable {
  private final World world;

  public ProjectionProcess(World world) {
    this.world = world;
  }

  private record Changes(Round round, Map<FigureKey, @Nullable Totals> figures) {}

  @Override
  public void run() {
    while (true) {
      try {
        project();
      } catch (Unavailable _) {
        // The next round covers this one.
      }
      world.scheduler().sleep(Duration.ofSeconds(60));
    }
  }

  private void project() {
    long version =
        world
            .postgres()
            .transaction("takes a version", "", tables -> tables.projections().nextVersion());
    Changes changes =
        world
            .postgres()
            .query(
                "changed figures",
                version,
                tables -> {
                  Round round = tables.projections().round(version);
                  if (tables.projections().waits()) {
                    world.network().saw(Situation.PROJECTION_WAITS_FOR_A_TRANSACTION);
                  }
                  return new Changes(round, tables.changed(round));
                });
    if (changes.round.from() == changes.round.to()) {
      return;
    }
    if (!changes.figures.isEmpty()) {
      if (world.settings().has(PlantedBug.PROJECTION_WITHOUT_VERSION)) {
        world.elasticsearch().overwrite(changes.round.index(), changes.figures, version);
      } else {
        world.elasticsearch().write(changes.round.index(), changes.figures, version);
      }
    }
    world
        .postgres()
        .transaction(
            "advances the projection",
            changes.round,
            tables -> {
              tables.projections().advance(changes.round);
              return true;
            });
  }
}
