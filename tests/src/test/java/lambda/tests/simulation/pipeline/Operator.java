package lambda.tests.simulation.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lambda.core.hour.Hour;
import lambda.tests.simulation.postgres.Tables;
import lambda.tests.simulation.schedule.Fault;
import lambda.tests.simulation.world.SimulatedClock;

/// What people and nature do to the servers.
public final class Operator implements Runnable {
  private static final int MOST_PARTITIONS = 3;

  /// How much more often than once a call a fault may strike in a round.
  private static final int FACTOR = 10;

  private final World world;
  private final List<SimulatedClock> clocks;

  public Operator(World world, List<SimulatedClock> clocks) {
    this.world = world;
    this.clocks = clocks;
  }

  @Override
  public void run() {
    while (!world.faults().over()) {
      if (world.faults().strikes(Fault.CLOCK_IS_WRONG, FACTOR)) {
        setClock();
      }
      if (world.faults().strikes(Fault.KAFKA_DELETES_OLD_RECORDS, FACTOR)) {
        deleteOldRecords();
      }
      if (world.kafka().partitions() < MOST_PARTITIONS
          && world.faults().strikes(Fault.KAFKA_GETS_A_PARTITION, FACTOR)) {
        world.kafka().addPartition();
      }
      if (world.faults().strikes(Fault.OBJECT_IS_DAMAGED, FACTOR)) {
        harmObject(false);
      }
      if (world.faults().strikes(Fault.OBJECT_IS_DELETED, FACTOR)) {
        harmObject(true);
      }
      world.scheduler().sleep(Duration.ofMinutes(5L + world.random().nextInt(10)));
    }
  }

  private void setClock() {
    int minutes = world.random().nextInt(41) - 20;
    clocks
        .get(world.random().nextInt(clocks.size()))
        .setWrongBy(Duration.ofMinutes(minutes).toMillis());
  }

  /// Deletes the records of sealed hours, but for the last, from Kafka.
  private void deleteOldRecords() {
    Tables tables = world.postgres().tables();
    Optional<Hour> first = tables.boundaries().firstHour();
    if (first.isEmpty() || !archiveIsIntact()) {
      return;
    }
    Hour unsealed = first.get();
    while (tables.hours().isSealed(unsealed)) {
      unsealed = unsealed.next();
    }
    for (int partition : tables.boundaries().partitions()) {
      Optional<Long> before = tables.boundaries().find(partition, unsealed.previous());
      world.kafka().deleteBefore(partition, before.orElse(0L));
    }
  }

  private boolean archiveIsIntact() {
    return world.postgres().tables().manifest().files().stream().allMatch(world.s3()::isIntact);
  }

  /// Harms an object that the manifest lists, as long as Kafka holds its records.
  private void harmObject(boolean delete) {
    for (int partition = 0; partition < world.kafka().partitions(); partition++) {
      if (world.kafka().trueBeginning(partition) > 0) {
        return;
      }
    }
    List<String> keys = new ArrayList<>();
    world.postgres().tables().manifest().files().forEach(file -> keys.add(file.key()));
    if (keys.isEmpty()) {
      return;
    }
    world.s3().harm(keys.get(world.random().nextInt(keys.size())), delete);
  }
}
