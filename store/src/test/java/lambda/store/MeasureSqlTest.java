package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;

import lambda.core.definition.Measure;
import lambda.core.definition.ViewDefinition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgres.class)
class MeasureSqlTest {
  private static final ViewDefinition VIEW = TestViews.view();

  private final Database database;

  MeasureSqlTest(Database database) {
    this.database = database;
  }

  @Test
  void countsAndSumsAddUpOverPartials() {
    assertThat(total("events", "events", "(values (1::bigint), (2), (3))")).isEqualTo("6");
    assertThat(total("total", "total", "(values (1.5::numeric), (2.25))")).isEqualTo("3.75");
  }

  @Test
  void leastAndGreatestIgnoreNulls() {
    assertThat(total("least", "least", "(values (null::float8), (2.5), (1.5))")).isEqualTo("1.5");
    assertThat(total("most", "most", "(values (null::float8), (2.5), (1.5))")).isEqualTo("2.5");
    assertThat(total("most", "most", "(values (null::float8))")).isEqualTo("none");
  }

  @Test
  void distinctValuesOfPartialsAreCountedOnce() {
    assertThat(total("shops", "shops", "(values ('{1,2}'::bigint[]), ('{2,3}'), ('{}'))"))
        .isEqualTo("3");
  }

  @Test
  void quotientIsComputedFromTotalsAndIsNullForAZeroDivisor() {
    Measure.Quotient mean = (Measure.Quotient) measure("mean");
    String columns = Sql.name(mean.dividend().name()) + ", " + Sql.name(mean.divisor().name());

    assertThat(total("mean", columns, "(values (10::numeric, 3::bigint), (0, 1))"))
        .isEqualTo("2.500000");
    assertThat(total("mean", columns, "(values (0::numeric, 0::bigint))")).isEqualTo("none");
  }

  private static Measure measure(String name) {
    return VIEW.measures().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }

  private String total(String measure, String columns, String partials) {
    String sql =
        "select coalesce((%s)::text, 'none') from %s p (%s)"
            .formatted(MeasureSql.total(measure(measure), "p"), partials, columns);
    return database.jdbi().withHandle(handle -> handle.select(sql).mapTo(String.class).one());
  }
}
