package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.HourState;
import lambda.core.hour.HourTracker;
import lambda.core.hour.Layer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgres.class)
class BoundariesTest {
  private static final String STREAM = "sales";
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Hour FIVE = FOUR.next();
  private static final Hour SIX = FIVE.next();

  private final Database database;

  BoundariesTest(Database database) {
    this.database = database;
  }

  @BeforeEach
  void decideThreeHours() {
    new StreamTables(database.jdbi()).ensure(TestViews.streams());
    StreamPartitions.register(database.jdbi(), STREAM, STREAM, "topic", Map.of(0, 0L, 1, 0L));
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("truncate lambda.boundaries");
          decide(handle, FOUR, 0);
          decide(handle, FIVE, 10);
          decide(handle, SIX, 20);
        });
  }

  private static void decide(Handle handle, Hour hour, long offset) {
    Boundaries.decide(handle, STREAM, List.of(new Boundary(0, hour, offset)), Layer.SPEED);
  }

  @Test
  void firstDecisionIsKept() {
    database
        .jdbi()
        .useHandle(handle -> {
          decide(handle, FIVE, 99);

          assertThat(Boundaries.of(handle, STREAM, FIVE)).containsExactly(Map.entry(0, 10L));
          assertThat(Boundaries.firstHour(handle, STREAM)).contains(FOUR);
        });
  }

  @Test
  void neighboursAreTheDecisionsBeforeAndAfterAnHour() {
    database
        .jdbi()
        .useHandle(handle -> {
          assertThat(Boundaries.neighbours(handle, STREAM, FIVE))
              .isEqualTo(new Boundaries.Neighbours(Map.of(0, 0L), Map.of(0, 20L)));
          assertThat(Boundaries.neighbours(handle, STREAM, FOUR))
              .isEqualTo(new Boundaries.Neighbours(Map.of(), Map.of(0, 10L)));
        });
  }

  @Test
  void decisionsFromAnHourOnBeginWithTheOneBefore() {
    database
        .jdbi()
        .useHandle(handle ->
            assertThat(Boundaries.since(handle, STREAM, 0, SIX))
                .containsExactly(new Boundary(0, FIVE, 10), new Boundary(0, SIX, 20)));
  }

  @Test
  void decisionsAroundAnOffsetBeginAnHourBeforeItsHour() {
    database
        .jdbi()
        .useHandle(handle ->
            assertThat(Boundaries.around(handle, STREAM, Map.of(0, 25L)))
                .containsExactly(new Boundary(0, FIVE, 10), new Boundary(0, SIX, 20)));
  }

  @Test
  void decisionsAroundOffsetsAreThoseOfEachPartition() {
    database
        .jdbi()
        .useHandle(handle -> {
          Boundaries.decide(
              handle,
              STREAM,
              List.of(new Boundary(1, FOUR, 0), new Boundary(1, FIVE, 7)),
              Layer.SPEED);

          assertThat(Boundaries.around(handle, STREAM, Map.of(0, 25L, 1, 5L, 2, 0L)))
              .containsExactly(
                  new Boundary(0, FIVE, 10),
                  new Boundary(0, SIX, 20),
                  new Boundary(1, FOUR, 0),
                  new Boundary(1, FIVE, 7));
        });
  }

  @Test
  void aReaderThatBeginsAfterUndecidedHoursAgreesWithTheDecisionBeforeThem() {
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("truncate lambda.boundaries");
          decide(handle, FOUR, 0);
          decide(handle, SIX, 0);
          HourTracker hours = new HourTracker(0, Boundaries.around(handle, STREAM, Map.of(0, 0L)));
          hours.assign(0, SIX.start(), SIX.end());

          assertThat(hours.learn(Boundaries.since(handle, STREAM, 0, SIX), 1)).isTrue();
        });
  }

  @Test
  void lockedPartitionsTellTheirOffsetsAndUnknownOnesAreLeftOut() {
    database
        .jdbi()
        .useTransaction(handle ->
            assertThat(Boundaries.lock(handle, STREAM, List.of(1, 0, 99)))
                .containsExactly(Map.entry(0, 0L), Map.entry(1, 0L)));
  }

  @Test
  void hoursOfTheCatalogAreThoseWithBoundaries() {
    List<HourStatus> hours =
        new HourCatalog(database.jdbi())
            .list().stream().filter(hour -> hour.stream().equals(STREAM)).toList();

    assertThat(hours)
        .containsExactly(
            new HourStatus(STREAM, FOUR, HourState.OPEN, 0, 0, 0, 0, false, 0, null),
            new HourStatus(STREAM, FIVE, HourState.OPEN, 0, 0, 0, 0, false, 0, null),
            new HourStatus(STREAM, SIX, HourState.OPEN, 0, 0, 0, 0, false, 0, null));
  }
}
