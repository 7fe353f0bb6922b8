package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The speed layer passes deleted offsets only where each is archived or declared lost.
@ExtendWith(TestPostgres.class)
class SpeedPositionsTest {
  private static final String STREAM = "positions";

  private final Database database;

  SpeedPositionsTest(Database database) {
    this.database = database;
  }

  @BeforeEach
  void archiveTwoRangesWithAGapBetweenThem() {
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("delete from lambda.partitions where stream = ?", STREAM);
          handle.execute("delete from lambda.ranges where stream = ?", STREAM);
          handle.execute("insert into lambda.partitions values (?, 0, 100)", STREAM);
          archive(handle, 50, 150);
          archive(handle, 150, 200);
          archive(handle, 210, 300);
        });
  }

  private static void archive(Handle handle, long first, long next) {
    handle.execute(
        """
        insert into lambda.ranges (stream, partition, first_offset, next_offset, hour, raw_rows, dead_letters, gaps)
        values (?, 0, ?, ?, '2026-11-21T04:00:00Z', 0, 0, ?)\
        """,
        STREAM,
        first,
        next,
        next - first);
  }

  private long positionAfter(long beginning) {
    return database
        .jdbi()
        .inTransaction(handle -> {
          SpeedPositions.passDeleted(handle, STREAM, 0, beginning);
          return handle
              .select("select next_offset from lambda.partitions where stream = ?", STREAM)
              .mapTo(Long.class)
              .one();
        });
  }

  @Test
  void offsetsThatKafkaHoldsAreNotPassed() {
    assertThat(positionAfter(100)).isEqualTo(100);
    assertThat(positionAfter(0)).isEqualTo(100);
  }

  @Test
  void archivedOffsetsThatKafkaDeletedArePassedUpToTheFirstThatItHolds() {
    assertThat(positionAfter(180)).isEqualTo(180);
  }

  @Test
  void anOffsetThatIsNeitherArchivedNorDeclaredLostStopsThePosition() {
    assertThat(positionAfter(250)).isEqualTo(200);
  }
}
