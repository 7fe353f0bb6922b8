package lambda.batch.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import lambda.core.definition.Condition;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregatedFilesTest {
  private static final Field AMOUNT = new Field("amount", new FieldType.LongType(), true);
  private static final ViewDefinition VIEW =
      new ViewDefinition(
          "v",
          Window.HOUR,
          Condition.always(),
          List.of(),
          List.of(new Measure.Sum("total", AMOUNT, Condition.always())));

  @TempDir Path folder;

  @Test
  void theSumOfLongsStaysExactInParquet() throws SQLException {
    Path file = folder.resolve("v.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table partials as select 0::bigint as window_start, sum(amount) as total from (values (9223372036854775807), (9223372036854775807)) events(amount)");

      statement.execute(AggregatedFiles.copy("partials", VIEW, file));

      try (ResultSet row =
          statement.executeQuery(
              "select typeof(total), total::varchar from read_parquet('%s')".formatted(file))) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("DECIMAL(38,0)");
        assertThat(row.getString(2)).isEqualTo("18446744073709551614");
      }
    }
  }
}
