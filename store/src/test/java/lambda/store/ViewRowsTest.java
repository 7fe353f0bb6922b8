package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import lambda.core.hour.Hour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgres.class)
class ViewRowsTest {
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Hour FIVE = FOUR.next();

  private final Database database;

  ViewRowsTest(Database database) {
    this.database = database;
  }

  @Test
  void rowsAddUpByHourUntilTheHourIsRetired() {
    database
        .jdbi()
        .useTransaction(handle -> {
          ViewRows.add(handle, "counted", new TreeMap<>(Map.of(FOUR, 2L, FIVE, 3L)));
          assertThat(ViewRows.add(handle, "counted", new TreeMap<>(Map.of(FIVE, 4L))))
              .isEqualTo(Map.of(FIVE, 7L));
          handle.execute(
              "insert into lambda.batch_hours (stream, hour, retired_at) values ('counted', ?, now()), ('counted', ?, null)",
              FOUR,
              FIVE);

          ViewRows.prune(handle, "counted", "counted");

          assertThat(
                  handle
                      .select("select rows from lambda.view_rows where view = 'counted'")
                      .mapTo(Long.class)
                      .list())
              .containsExactly(7L);
          handle.rollback();
        });
  }
}
