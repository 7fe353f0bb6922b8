package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import lambda.local.server.PostgresServer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgres.class)
class PostgresLimitsTest {
  private static final String STREAM = "limited";
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(300);

  private final Jdbi jdbi;
  private final String url;

  PostgresLimitsTest(Database database) {
    jdbi = database.jdbi();
    url =
        jdbi.withHandle(handle -> {
          try {
            return handle.getConnection().getMetaData().getURL();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @BeforeEach
  void addAPartition() {
    jdbi.useHandle(handle ->
        handle.execute(
            "insert into lambda.partitions (stream, partition) values (?, 0) on conflict do nothing",
            STREAM));
  }

  private Database limited(Duration statement, Duration lock, Duration idle) {
    return new Database(
        new PostgresConfig(
            url,
            PostgresServer.USER,
            PostgresServer.PASSWORD,
            new PostgresLimits(statement, lock, idle)),
        1);
  }

  private static void lock(Handle handle) {
    handle.execute(
        "select from lambda.partitions where stream = ? and partition = 0 for update", STREAM);
  }

  @Test
  void aFrozenOwnerDoesNotBlockItsSuccessor() {
    try (Database frozen = limited(MINUTE, MINUTE, SHORT);
        Database successor = limited(MINUTE, MINUTE, MINUTE);
        Handle owner = frozen.jdbi().open()) {
      owner.begin();
      lock(owner);

      successor.jdbi().useTransaction(PostgresLimitsTest::lock);

      assertThatThrownBy(() -> lock(owner)).hasMessageContaining("idle-in-transaction");
    }
  }

  @Test
  void aLockIsNotWaitedForWithoutEnd() {
    try (Database holder = limited(MINUTE, MINUTE, MINUTE);
        Database waiting = limited(MINUTE, SHORT, MINUTE);
        Handle owner = holder.jdbi().open()) {
      owner.begin();
      lock(owner);

      assertThatThrownBy(() -> waiting.jdbi().useTransaction(PostgresLimitsTest::lock))
          .hasMessageContaining("lock timeout");
      owner.rollback();
    }
  }

  @Test
  void aStatementDoesNotRunWithoutEnd() {
    try (Database database = limited(SHORT, MINUTE, MINUTE)) {
      assertThatThrownBy(
              () -> database.jdbi().useHandle(handle -> handle.execute("select pg_sleep(60)")))
          .hasMessageContaining("statement timeout");
      assertThat(
              database
                  .jdbi()
                  .<Integer, RuntimeException>withHandle(
                      handle -> handle.select("select 1").mapTo(Integer.class).one()))
          .isEqualTo(1);
    }
  }
}
