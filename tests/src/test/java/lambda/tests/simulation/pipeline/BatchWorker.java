package lambda.tests.simulation.pipeline;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.tests.simulation.pipeline.HourWorkflows.Step;
import lambda.tests.simulation.postgres.Tables;

/// A worker of the batch layer: takes hours from closed to sealed, and maintains the archive. Two
/// of them do the same at the same time.
public final class BatchWorker implements Runnable {
  private final World world;
  private final InstantSource clock;
  private final HourWorkflows workflows;
  private final HourPipeline pipeline;
  private final Maintenance maintenance;
  private final DeadLetterReplay replay;

  public BatchWorker(World world, InstantSource clock, HourWorkflows workflows) {
    this.world = world;
    this.clock = clock;
    this.workflows = workflows;
    RangeCopier copier = new RangeCopier(world);
    pipeline = new HourPipeline(world, clock, copier);
    maintenance = new Maintenance(world, copier);
    replay = new DeadLetterReplay(world);
  }

  @Override
  public void run() {
    while (true) {
      boolean known = Retries.run(world, this::sealHours);
      if (known) {
        Retries.run(world, this::maintain);
      }
      world.scheduler().sleep(Duration.ofMinutes(5));
    }
  }

  private void sealHours() {
    List<Hour> unsealed = world.postgres().query("unsealed", "", tables -> unsealed(tables, clock));
    Set<Hour> hours = workflows.running();
    hours.addAll(unsealed);
    for (Hour hour : hours) {
      // An hour that fails does not keep the others from being sealed.
      Retries.run(world, () -> seal(hour));
    }
  }

  /// The hours that are over and not sealed.
  static List<Hour> unsealed(Tables tables, InstantSource clock) {
    List<Hour> hours = new ArrayList<>();
    Optional<Hour> first = tables.boundaries().firstHour();
    Optional<Hour> last = tables.boundaries().lastHour();
    if (first.isPresent() && last.isPresent()) {
      for (Hour hour = first.get(); !hour.isAfter(last.get()); hour = hour.next()) {
        if (!tables.hours().isSealed(hour) && !clock.instant().isBefore(hour.end())) {
          hours.add(hour);
        }
      }
    }
    return hours;
  }

  /// Goes on with the hour's workflow.
  private void seal(Hour hour) {
    try {
      boolean sealed = false;
      while (!sealed) {
        sealed = step(hour, workflows.next(hour));
      }
      workflows.end(hour);
    } catch (LambdaException e) {
      if (e.category() != Category.RETRY) {
        workflows.end(hour);
      }
      throw e;
    }
  }

  /// @return whether the hour is sealed
  private boolean step(Hour hour, Step step) {
    switch (step) {
      case ARCHIVE -> {
        pipeline.archive(hour);
        workflows.goOnWith(hour, Step.RECOMPUTE);
      }
      case RECOMPUTE -> {
        pipeline.recompute(hour);
        workflows.goOnWith(hour, Step.RECONCILE);
      }
      case RECONCILE -> {
        pipeline.reconcile(hour);
        workflows.goOnWith(hour, Step.SEAL);
      }
      case SEAL -> {
        if (pipeline.seal(hour)) {
          return true;
        }
        workflows.goOnWith(hour, Step.RECOMPUTE);
      }
    }
    return false;
  }

  private void maintain() {
    List<Hour> archived =
        world
            .postgres()
            .query(
                "archived hours",
                "",
                tables ->
                    tables.hours().rows().entrySet().stream()
                        .filter(row -> row.getValue().archived())
                        .map(java.util.Map.Entry::getKey)
                        .toList());
    if (archived.isEmpty()) {
      return;
    }
    if (world.faults().over()) {
      archived.forEach(maintenance::repair);
      return;
    }
    Hour hour = archived.get(world.random().nextInt(archived.size()));
    switch (world.random().nextInt(5)) {
      case 0 -> maintenance.compact(hour);
      case 1 -> maintenance.repair(hour);
      case 2 -> replay.replay(hour);
      case 3 -> maintenance.cleanUp();
      default -> {}
    }
  }
}
