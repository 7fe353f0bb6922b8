package lambda.store.copy;

import static org.assertj.core.api.Assertions.assertThat;

import lambda.store.Database;
import lambda.store.TestPostgres;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPostgres.class)
class CopyInTest {
  private final Database database;

  CopyInTest(Database database) {
    this.database = database;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\\",
        "\\.",
        "\\N",
        "\\n",
        "a\tb",
        "a\nb",
        "a\rb",
        "a\r\nb",
        "\b\f\u000b\u0001\u007f",
        "null",
        "{1,2}",
        "\"'`$1",
        "żółć 水 \uD83D\uDE80"
      })
  void textArrivesAsItWasWritten(String text) {
    assertThat(copied(text)).isEqualTo(text);
  }

  @Test
  void nullArrivesAsNull() {
    try (Handle handle = database.jdbi().open()) {
      copy(handle, null);

      assertThat(
              handle.select("select count(*) from t where value is null").mapTo(Long.class).one())
          .isEqualTo(1);
    }
  }

  private String copied(String text) {
    try (Handle handle = database.jdbi().open()) {
      copy(handle, text);
      return handle.select("select value from t").mapTo(String.class).one();
    }
  }

  private static void copy(Handle handle, @Nullable String text) {
    handle.execute("drop table if exists pg_temp.t");
    handle.execute("create temp table t (value text)");
    try (CopyIn copy = new CopyIn(handle.getConnection(), "t (value)")) {
      copy.value(text).end();
    }
  }
}
