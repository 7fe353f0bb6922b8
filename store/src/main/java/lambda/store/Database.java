package lambda.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/// A pool of connections to Postgres. Thread-safe; close it when the process ends.
public final class Database implements AutoCloseable {
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

  private final HikariDataSource pool;
  private final Jdbi jdbi;

  /// @param connections how many connections the pool may hold
  public Database(PostgresConfig config, int connections) {
    this(config, connections, CONNECTION_TIMEOUT);
  }

  /// @param connections how many connections the pool may hold
  /// @param patience how long to wait for a connection
  public Database(PostgresConfig config, int connections, Duration patience) {
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(config.url());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    hikari.setMaximumPoolSize(connections);
    hikari.setMinimumIdle(0);
    hikari.setConnectionTimeout(patience.toMillis());
    hikari.setInitializationFailTimeout(-1);
    hikari.setConnectionInitSql(config.limits().sql());
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    hikari.addDataSourceProperty(
        "socketTimeout", Long.toString(config.limits().answer().toSeconds()));
    hikari.addDataSourceProperty("ApplicationName", "lambda");
    pool = new HikariDataSource(hikari);
    jdbi = Jdbi.create(pool);
    PostgresTypes.register(jdbi);
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /// Brings the schema to this version. Safe to run at once from several processes.
  public void migrate() {
    Flyway.configure()
        .dataSource(pool)
        .defaultSchema("public")
        .validateMigrationNaming(true)
        .load()
        .migrate();
  }

  @Override
  public void close() {
    pool.close();
  }
}
