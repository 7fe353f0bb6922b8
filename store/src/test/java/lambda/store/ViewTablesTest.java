package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;

import lambda.core.definition.ViewDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TestPostgres.class)
class ViewTablesTest {
  private static final ViewDefinition VIEW = TestViews.view();

  private final Database database;

  ViewTablesTest(Database database) {
    this.database = database;
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          'x', 'good', 'x', 'good', true
          'x', 'good', 'x', 'bad', false
          'x', 'good', 'y', 'good', false
          'x', null, 'x', null, true
          'x', null, 'x', '', false
          'x', '', 'x', null, false
          'x', '', 'x', '', true
          'x', null, 'x', 'NULL', false
          """,
      nullValues = "null")
  void figureIsTheSameIfAllItsKeyValuesAre(
      String shopA, String moodA, String shopB, String moodB, boolean same) {
    String sql =
        """
        select %s from
          (select now() as window_start, ?::text as shop, ?::text as mood) a,
          (select now() as window_start, ?::text as shop, ?::text as mood) b\
        """
            .formatted(ViewTables.sameFigure(VIEW, "a", "b"));

    boolean found =
        database
            .jdbi()
            .withHandle(handle ->
                handle.select(sql, shopA, moodA, shopB, moodB).mapTo(Boolean.class).one());

    assertThat(found).isEqualTo(same);
  }

  @Test
  void servingViewsOfAnOlderVersionAreReplaced() {
    StreamTables tables = new StreamTables(database.jdbi());
    tables.ensure(TestViews.streams());
    String current = definition();
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                create or replace view serving.sales_by_mood as
                select window_start, shop, mood, 0::bigint as events, 0::numeric as total,
                  0::double precision as least, 0::double precision as most, 0::bigint as shops,
                  0::numeric as mean, 'real-time' as source
                from serving.sales_by_mood_partials\
                """));
    assertThat(definition()).isNotEqualTo(current);

    tables.ensure(TestViews.streams());

    assertThat(definition()).isEqualTo(current);
  }

  private String definition() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .select("select pg_get_viewdef('serving.sales_by_mood'::regclass)")
                .mapTo(String.class)
                .one());
  }
}
