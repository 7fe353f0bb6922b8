package lambda.tests.simulation.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lambda.core.hour.Hour;
import lambda.tests.simulation.postgres.SimulatedPostgres.RestorePoint;
import lambda.tests.simulation.postgres.Tables;
import lambda.tests.simulation.schedule.Fault;
import lambda.tests.simulation.world.SimulatedClock;
import org.jspecify.annotations.Nullable;

/// What people and nature do to the servers.
public final class Operator implements Runnable {
  private static final int MAX_PARTITIONS = 3;

  /// How much more often than once a call a fault may strike in a round.
  private static final int FACTOR = 10;

  private final World world;
  private final List<SimulatedClock> clocks;
  private @Nullable RestorePoint backup;

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
      if (world.kafka().partitions() < MAX_PARTITIONS
          && world.faults().strikes(Fault.KAFKA_GETS_A_PARTITION, FACTOR)) {
        world.kafka().addPartition();
      }
      if (world.faults().strikes(Fault.OBJECT_IS_DAMAGED, FACTOR)) {
        harmObject(false);
      }
      if (world.faults().strikes(Fault.OBJECT_IS_DELETED, FACTOR)) {
        harmObject(true);
      }
      if (world.faults().strikes(Fault.ELASTICSEARCH_INDEX_IS_DELETED, FACTOR)) {
        reproject();
      }
      maySaveOrRestore();
      world.scheduler().sleep(Duration.ofMinutes(5L + world.random().nextInt(10)));
    }
  }

  /// Somebody deletes the index; it is built anew, see `ReprojectView`.
  private void reproject() {
    world.postgres().tables().projections().rebuild(world.elasticsearch().replaceIndex());
  }

  /// Restores Postgres to an earlier state as the manual says: the platform is stopped, and the
  /// views are projected anew. Kafka must hold every record.
  private void maySaveOrRestore() {
    if (backup == null) {
      backup = world.postgres().restorePoint();
    } else if (kafkaHoldsEverything()
        && world.faults().strikes(Fault.POSTGRES_IS_RESTORED, FACTOR)) {
      world.scheduler().killOthers();
      world.postgres().restore(backup);
      world.s3().forgive();
      reproject();
      backup = null;
    }
  }

  private boolean kafkaHoldsEverything() {
    return IntStream.range(0, world.kafka().partitions())
        .allMatch(partition -> world.kafka().trueBeginning(partition) == 0);
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
    if (!kafkaHoldsEverything()) {
      return;
    }
    List<String> keys = new ArrayList<>();
    world.postgres().tables().manifest().files().forEach(file -> keys.add(file.key()));
    if (keys.isEmpty()) {
      return;
    }
    world.s3().harm(keys.get(world.random().nextInt(keys.size())), delete);
  }
}
