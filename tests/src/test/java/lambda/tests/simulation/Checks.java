package lambda.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import lambda.batch.archive.ArchiveFile;
import lambda.batch.archive.ArchivedRange;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.tests.simulation.pipeline.World;
import lambda.tests.simulation.postgres.BatchHours;
import lambda.tests.simulation.postgres.Boundaries;
import lambda.tests.simulation.postgres.Tables;
import lambda.tests.simulation.world.FigureKey;
import lambda.tests.simulation.world.SimulatedS3.ArchivedRow;
import lambda.tests.simulation.world.Totals;

/// The promises.
final class Checks {
  private final World world;
  private final boolean speedKnowsDuplicates;

  /// @param speedKnowsDuplicates whether the speed layer remembers enough ids to find every
  ///   duplicate
  Checks(World world, boolean speedKnowsDuplicates) {
    this.world = world;
    this.speedKnowsDuplicates = speedKnowsDuplicates;
  }

  private Tables tables() {
    return world.postgres().tables();
  }

  /// At every moment, what is served is exact: the records that were folded, each once.
  void readersSeeTheTruth() {
    Truth truth = new Truth(world.kafka(), tables());
    Map<FigureKey, Totals> served = tables().serving();
    Map<FigureKey, Totals> exact = truth.figures();
    if (speedKnowsDuplicates) {
      assertThat(served).as("what is served").isEqualTo(exact);
      return;
    }
    Map<FigureKey, Totals> most = truth.withSpeedDuplicates();
    served.forEach((key, totals) ->
        assertThat(totals.count())
            .as("what is served as %s", key)
            .isLessThanOrEqualTo(most.getOrDefault(key, Totals.ZERO).count()));
    exact.forEach((key, totals) ->
        assertThat(served.getOrDefault(key, Totals.ZERO).count())
            .as("what is served as %s", key)
            .isGreaterThanOrEqualTo(totals.count()));
  }

  /// A document in Elasticsearch is never replaced by one of an older round.
  ///
  /// @param before the versions that were found in the same index earlier
  void searchesNeverStepBack(Map<FigureKey, Long> before, Map<FigureKey, Long> now) {
    before.forEach((key, version) ->
        assertThat(now.getOrDefault(key, 0L))
            .as("the version in Elasticsearch of %s", key)
            .isGreaterThanOrEqualTo(version));
  }

  /// Nothing but harm from outside changes an object that the manifest lists.
  void archivedObjectsStayAsTheyAre() {
    assertThat(tables().manifest().files())
        .as("archived objects that nobody harmed, but are not as they were put")
        .filteredOn(file -> !world.s3().isIntactOrHarmed(file))
        .isEmpty();
  }

  /// A sealed hour was proven by both layers.
  void sealedHoursAreProven() {
    tables()
        .hours()
        .rows()
        .forEach((hour, row) -> {
          if (row.sealed() && !row.retired()) {
            assertThat(tables().hours().seen(hour).records())
                .as("records of hour %s in the speed layer", hour)
                .isEqualTo(row.records());
            assertThat(tables().differences(hour)).as("differences in hour %s", hour).isZero();
          }
        });
  }

  /// Whether nothing is left to do.
  boolean quiet() {
    Boundaries boundaries = tables().boundaries();
    for (int partition = 0; partition < world.kafka().partitions(); partition++) {
      if (!boundaries.partitions().contains(partition)
          || boundaries.lock(partition) < world.kafka().trueEnd(partition)) {
        return false;
      }
    }
    return everyRecordIsSealed() && projected() && archiveIsIntact();
  }

  private boolean archiveIsIntact() {
    return tables().manifest().files().stream().allMatch(world.s3()::isIntact);
  }

  private boolean everyRecordIsSealed() {
    Boundaries boundaries = tables().boundaries();
    BatchHours hours = tables().hours();
    if (boundaries.firstHour().isEmpty()) {
      return true;
    }
    Hour hour = boundaries.firstHour().orElseThrow();
    while (hours.isSealed(hour)) {
      hour = hour.next();
    }
    for (int partition = 0; partition < world.kafka().partitions(); partition++) {
      if (boundaries.find(partition, hour).orElse(-1L) != world.kafka().trueEnd(partition)) {
        return false;
      }
    }
    return true;
  }

  private boolean projected() {
    return world.elasticsearch().documents().equals(tables().serving());
  }

  /// What must hold once nothing is left to do.
  void allIsDone() {
    readersSeeTheTruth();
    boundariesAreInOrder();
    archiveHoldsEveryRecordOnce();
    bothLayersAgreed();
    assertThat(world.elasticsearch().documents())
        .as("what Elasticsearch holds")
        .isEqualTo(tables().serving());
  }

  private void bothLayersAgreed() {
    if (speedKnowsDuplicates) {
      tables()
          .hours()
          .rows()
          .forEach((hour, row) ->
              assertThat(row.differences()).as("differences in hour %s", hour).isZero());
    }
  }

  private void boundariesAreInOrder() {
    for (int partition : tables().boundaries().partitions()) {
      NavigableMap<Hour, Long> boundaries = tables().boundaries().of(partition);
      assertThat(new ArrayList<>(boundaries.values()))
          .as("boundaries of partition %d", partition)
          .isSorted();
    }
  }

  private void archiveHoldsEveryRecordOnce() {
    Map<Integer, Long> reached = new HashMap<>();
    for (ArchivedRange archived : tables().manifest().ranges()) {
      OffsetRange range = archived.range();
      assertThat(range.first())
          .as("the first offset of %s", range)
          .isEqualTo(reached.getOrDefault(range.partition(), range.first()));
      reached.put(range.partition(), range.next());
    }
    List<ArchivedRow> logged = new ArrayList<>();
    for (int partition = 0; partition < world.kafka().partitions(); partition++) {
      long end = world.kafka().trueEnd(partition);
      int from = partition;
      world
          .kafka()
          .history(new OffsetRange(partition, 0, end))
          .forEach(entry -> logged.add(new ArchivedRow(from, entry.offset(), entry.value())));
    }
    List<ArchivedRow> archived = new ArrayList<>();
    for (ArchiveFile file : tables().manifest().files()) {
      archived.addAll(world.s3().rows(file));
    }
    archived.sort(
        Comparator.comparingInt(ArchivedRow::partition).thenComparingLong(ArchivedRow::offset));
    assertThat(archived).as("the archive").isEqualTo(logged);
  }
}
