package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import lambda.core.hour.Hour;
import lambda.core.hour.HourState;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPostgres.class)
class PostgresTypesTest {
  private final Database database;

  PostgresTypesTest(Database database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-21T04:00:00Z",
        "1970-01-01T00:00:00Z",
        "1582-10-04T00:00:00Z",
        "1500-03-01T12:00:00Z",
        "0001-01-01T00:00:00Z"
      })
  void timeIsTheSameInPostgres(String text) {
    Instant time = Instant.parse(text);

    database
        .jdbi()
        .useHandle(handle -> {
          assertThat(handle.select("select ?", time).mapTo(Instant.class).one()).isEqualTo(time);
          assertThat(handle.select("select ?", Hour.of(time)).mapTo(Hour.class).one())
              .isEqualTo(Hour.of(time));
          assertThat(
                  handle
                      .select("select to_char(?, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')", time)
                      .mapTo(String.class)
                      .one())
              .isEqualTo(text);
          assertThat(handle.select("select ? as at", time).map(PostgresTypes.MAP).one())
              .isEqualTo(Map.of("at", time));
        });
  }

  @Test
  void absentTimeIsNull() {
    @Nullable Instant none =
        database
            .jdbi()
            .withHandle(
                handle -> handle.select("select null::timestamptz").mapTo(Instant.class).findOne())
            .orElse(null);

    assertThat(none).isNull();
  }

  @Test
  void stateOfAnHourIsReadByItsLabel() {
    HourState state =
        database
            .jdbi()
            .withHandle(handle -> handle.select("select 'sealed'").mapTo(HourState.class).one());

    assertThat(state).isEqualTo(HourState.SEALED);
  }

  @Test
  void columnsKeepTheirCapitalsInAMap() {
    Map<String, @Nullable Object> row =
        database
            .jdbi()
            .withHandle(
                handle -> handle.select("select 1 as \"postCode\"").map(PostgresTypes.MAP).one());

    assertThat(row).containsOnlyKeys("postCode");
  }

  @Test
  void aRowIsReadIntoAMapWithoutFurtherQueries() {
    String rows = "select n + 1 as next, now() as at from generate_series(1, 3) n";
    database
        .jdbi()
        .useHandle(handle -> {
          int process = handle.select("select pg_backend_pid()").mapTo(Integer.class).one();
          assertThat(handle.select(rows).map(PostgresTypes.MAP).list()).hasSize(3);

          try (Handle other = database.jdbi().open()) {
            assertThat(
                    other
                        .select("select query from pg_stat_activity where pid = ?", process)
                        .mapTo(String.class)
                        .one())
                .isEqualTo(rows);
          }
        });
  }
}
