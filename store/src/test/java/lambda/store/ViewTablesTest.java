package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;

import lambda.core.definition.ViewDefinition;
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
}
