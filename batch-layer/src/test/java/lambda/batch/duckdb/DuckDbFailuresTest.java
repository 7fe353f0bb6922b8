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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "(HTTP 403 Forbidden),             FATAL",
    "(HTTP 404 Not Found),             FATAL",
    "(HTTP 301 Moved Permanently),     FATAL",
    "(HTTP 400 Bad Request),           FATAL",
    "(HTTP 408 Request Timeout),       RETRY",
    "(HTTP 429 Too Many Requests),     RETRY",
    "(HTTP 503 Service Unavailable),   RETRY",
    "returned HTTP 500 for HTTP HEAD,  RETRY",
    "Could not establish connection,   RETRY"
  })
  void aRefusalByTheServerIsFatalUnlessItIsAboutLoad(String answer, Category category) {
    SQLException e =
        new SQLException(
            "Invalid Input Error: Attempting to execute an unsuccessful query\nError: HTTP Error: GET 's3://lambda/raw/hour=04/x-404.parquet' %s\n\nmore"
                .formatted(answer));

    assertThat(DuckDbFailures.of("read", e).category()).isEqualTo(category);
  }

  @Test
  void anErrorThatWouldRecurIsFatal() {
    LambdaException failure = failure("100MB", "select nothing from nowhere");

    assertThat(failure.category()).isEqualTo(Category.FATAL);
    assertThat(failure).hasMessageContaining("nowhere");
  }
}
