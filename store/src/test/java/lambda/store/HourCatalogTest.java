package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lambda.core.hour.Hour;
import lambda.core.hour.HourState;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `lambda.hours` over a stream of 50 partitions with 2,000 hours, of which the last two are not
/// sealed. The speed layer is 5 records short of the end of the first of those.
@ExtendWith(TestPostgres.class)
class HourCatalogTest {
  private static final String STREAM = "catalog";
  private static final int PARTITIONS = 50;
  private static final Hour FIRST = Hour.parse("2026-01-01T00:00:00Z");
  private static final Hour LAST = new Hour(FIRST.start().plus(Duration.ofHours(1_999)));

  private final Database database;
  private final HourCatalog catalog;

  HourCatalogTest(Database database) {
    this.database = database;
    catalog = new HourCatalog(database.jdbi());
  }

  @BeforeEach
  void fill() {
    database
        .jdbi()
        .useTransaction(handle -> {
          if (catalog.find(STREAM, FIRST).isEmpty()) {
            fill(handle);
          }
        });
  }

  private static void fill(Handle handle) {
    handle.execute(
        "insert into lambda.partitions select ?, p, 1999 * 10 from generate_series(0, ? - 1) p",
        STREAM,
        PARTITIONS);
    handle.execute(
        "update lambda.partitions set next_offset = 1999 * 10 - 5 where stream = ? and partition = 3",
        STREAM);
    String hours =
        """
        from generate_series(0, ? - 1) p, generate_series(0, 1999) h\
        """;
    handle.execute(
        "insert into lambda.boundaries select ?, p, ?::timestamptz + h * interval '1 hour', h * 10, 'speed' "
            + hours,
        STREAM,
        FIRST,
        PARTITIONS);
    handle.execute(
        "insert into lambda.speed_hours select ?, p, ?::timestamptz + h * interval '1 hour', 10, 1, 2 "
            + hours,
        STREAM,
        FIRST,
        PARTITIONS);
    handle.execute(
        """
        insert into lambda.batch_hours select ?, ?::timestamptz + h * interval '1 hour', 500, 50, 100, 0,
          now(), now(), case when h < 1998 then now() end, case when h < 1998 then now() end
        from generate_series(0, 1998) h\
        """,
        STREAM,
        FIRST);
    handle.execute(
        "insert into lambda.losses values (?, 0, 10, 17, ?, now(), 'me')", STREAM, FIRST.next());
    handle.execute("analyze lambda.boundaries");
    handle.execute("analyze lambda.speed_hours");
  }

  @Test
  void everyHourIsListedOnceInOrder() {
    List<HourStatus> hours = catalog.list(STREAM, FIRST, LAST.next());

    assertThat(hours).hasSize(2_000).isSortedAccordingTo((a, b) -> a.hour().compareTo(b.hour()));
    assertThat(hours.subList(0, 1_998)).allMatch(hour -> hour.state() == HourState.SEALED);
  }

  @Test
  void latestHoursComeFirst() {
    assertThat(catalog.latest(Optional.of(STREAM), 2))
        .extracting(HourStatus::hour)
        .containsExactly(LAST, LAST.previous());
    assertThat(catalog.latest(Optional.empty(), 1)).hasSize(1);
    assertThat(catalog.latest(Optional.of("none"), 2)).isEmpty();
  }

  @Test
  void lossesAndWhatAnHourWaitsForAreShown() {
    assertThat(catalog.find(STREAM, FIRST.next()))
        .contains(
            new HourStatus(STREAM, FIRST.next(), HourState.SEALED, 500, 50, 100, 0, true, 7, null));
    assertThat(catalog.unsealed(STREAM))
        .containsExactly(
            new HourStatus(
                STREAM,
                LAST.previous(),
                HourState.RECOMPUTED,
                500,
                50,
                100,
                0,
                true,
                0,
                "the speed layer"),
            new HourStatus(STREAM, LAST, HourState.OPEN, 500, 50, 0, 0, false, 0, null));
    assertThat(catalog.backlog()).contains(new HourBacklog(STREAM, 1, 2, 1, 7));
  }

  @Test
  void hoursWhoseBoundariesArePrunedAreStillListed() {
    database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute(
              "delete from lambda.boundaries where stream = ? and hour < ?",
              STREAM,
              LAST.previous());
          assertThat(
                  handle
                      .select("select count(*) from lambda.hours where stream = ?", STREAM)
                      .mapTo(Long.class)
                      .one())
              .isEqualTo(2_000);
          assertThat(Boundaries.firstHour(handle, STREAM)).contains(FIRST);
          handle.rollback();
        });
  }

  /// Not a measurement: a plan that reads all partitions of all hours reads 100,000 rows.
  @Test
  void oneHourIsFoundWithoutReadingTheOthers() {
    String plan =
        database
            .jdbi()
            .withHandle(handle ->
                String.join(
                    "\n",
                    handle
                        .select(
                            "explain (analyze, timing off, summary off) select * from lambda.hours where stream = ? and hour = ?",
                            STREAM,
                            LAST)
                        .mapTo(String.class)
                        .list()));

    assertThat(plan)
        .doesNotContain("Seq Scan on boundaries")
        .doesNotContain("Seq Scan on speed_hours");
  }
}
