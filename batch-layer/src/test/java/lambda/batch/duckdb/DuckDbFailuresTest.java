package lambda.batch.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real errors of DuckDB, by category.
class DuckDbFailuresTest {
  @TempDir Path work;

  private LambdaException failure(String memory, String... statements) {
    try (DuckDb duck = LocalDuckDb.in(work, memory);
        Connection connection = duck.local();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
      throw new AssertionError("DuckDB succeeded");
    } catch (SQLException e) {
      return DuckDbFailures.of("compact hour H", e);
    }
  }

  @Test
  void tooLittleMemoryIsRetryableAndTheMessageSaysHowToFixIt() {
    LambdaException failure =
        failure(
            "20MB",
            "set max_temp_directory_size = '1MB'",
            "create table t as select uuid()::varchar as id from range(2000000)");

    assertThat(failure.category()).isEqualTo(Category.RETRY);
    assertThat(failure)
        .hasMessageContaining("cannot compact hour H")
        .hasMessageContaining("LAMBDA_DUCKDB_MEMORY");
  }

  @Test
  void anUnreachableStoreIsRetryable() {
    assertThat(
            failure("100MB", "from read_parquet('%s/nothing.parquet')".formatted(work)).category())
        .isEqualTo(Category.RETRY);
  }

  @Test
  void anErrorThatWouldRecurIsFatal() {
    LambdaException failure = failure("100MB", "select nothing from nowhere");

    assertThat(failure.category()).isEqualTo(Category.FATAL);
    assertThat(failure).hasMessageContaining("nowhere");
  }
}
