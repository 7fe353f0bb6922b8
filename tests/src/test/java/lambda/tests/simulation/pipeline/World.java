package lambda.tests.simulation.pipeline;

import java.util.random.RandomGenerator;
import lambda.kafka.TopicSnapshot;
import lambda.tests.simulation.postgres.SimulatedPostgres;
import lambda.tests.simulation.schedule.Faults;
import lambda.tests.simulation.schedule.Scheduler;
import lambda.tests.simulation.schedule.Situation;
import lambda.tests.simulation.world.ConsumerGroup;
import lambda.tests.simulation.world.Network;
import lambda.tests.simulation.world.SimulatedElasticsearch;
import lambda.tests.simulation.world.SimulatedKafka;
import lambda.tests.simulation.world.SimulatedS3;

/// Everything that the processes share.
public record World(
    RandomGenerator random,
    Scheduler scheduler,
    Faults faults,
    Network network,
    SimulatedKafka kafka,
    ConsumerGroup group,
    SimulatedPostgres postgres,
    SimulatedS3 s3,
    SimulatedElasticsearch elasticsearch,
    Settings settings) {

  /// Enters partitions that are new; see `lambda.batch.hour.RegisteredTopic`.
  void register(TopicSnapshot topic) {
    boolean added =
        postgres.transaction(
            "registers",
            topic.partitions().keySet(),
            tables -> tables.register(topic.beginnings()));
    if (added) {
      network.saw(Situation.PARTITION_IS_DISCOVERED);
    }
  }

  /// What is configured.
  ///
  /// @param idHorizon how many ids the speed layer remembers of a partition
  /// @param objectRecords the maximum number of records in an object
  public record Settings(int idHorizon, int objectRecords, PlantedBug bug) {
    boolean has(PlantedBug planted) {
      return bug == planted;
    }
  }
}
