package lambda.batch.duckdb;

import static lambda.store.Sql.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// DuckDB in this process: one in-memory database, so that its memory limit holds for all work
/// together. Beyond the limit DuckDB spills to disk. Thread-safe; connections are not, and each has
/// its own temporary tables.
public final class DuckDb implements AutoCloseable {
  private final DuckDbConfig config;
  private final BufferAllocator memory = new RootAllocator();
  private @Nullable DuckDBConnection database;
  private boolean remote;

  public DuckDb(DuckDbConfig config) {
    this.config = config;
  }

  /// A connection for local files.
  public Connection local() throws SQLException {
    return connect();
  }

  synchronized DuckDBConnection connect() throws SQLException {
    return database().duplicate().unwrap(DuckDBConnection.class);
  }

  /// Memory for events on their way into DuckDB.
  BufferAllocator memory() {
    return memory;
  }

  /// A connection that can also read the bucket as `s3://…` and knows the functions that views use.
  public synchronized Connection remote() throws SQLException {
    DuckDBConnection present = database();
    if (!remote) {
      prepare(present);
      remote = true;
    }
    return present.duplicate();
  }

  /// After an internal error DuckDB refuses all further work; then a new database is opened.
  private DuckDBConnection database() throws SQLException {
    DuckDBConnection present = database;
    if (present == null || !answers(present)) {
      end();
      present = open();
      database = present;
    }
    return present;
  }

  private static boolean answers(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    } catch (SQLException e) {
      return false;
    }
  }

  private DuckDBConnection open() throws SQLException {
    try {
      Files.createDirectories(config.spill());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + config.spill(), e);
    }
    Properties properties = new Properties();
    properties.setProperty("memory_limit", config.memory());
    properties.setProperty("temp_directory", config.spill().toString());
    properties.setProperty("preserve_insertion_order", "false");
    return DriverManager.getConnection("jdbc:duckdb:", properties).unwrap(DuckDBConnection.class);
  }

  private void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      HashFunctions.register(connection);
      if ("httpfs".equals(config.httpfs())) {
        statement.execute("install httpfs");
      }
      statement.execute("load " + text(config.httpfs()));
      URI endpoint = config.s3().endpoint();
      statement.execute(
          """
          create secret (type s3, provider config, key_id %s, secret %s, region %s, endpoint %s,
            url_style 'path', use_ssl %s)\
          """
              .formatted(
                  text(config.s3().accessKey()),
                  text(config.s3().secretKey()),
                  text(config.s3().region()),
                  text(endpoint.getAuthority()),
                  "https".equals(endpoint.getScheme())));
    }
  }

  /// `read_parquet` over objects of the bucket. Columns are matched by name.
  public String objects(Collection<String> keys) {
    return keys.stream()
        .map(key -> text("s3://%s/%s".formatted(config.s3().bucket(), key)))
        .collect(Collectors.joining(", ", "read_parquet([", "], union_by_name = true)"));
  }

  private void end() {
    remote = false;
    if (database != null) {
      try {
        database.close();
      } catch (SQLException e) {
        throw new IllegalStateException("cannot close DuckDB", e);
      } finally {
        database = null;
      }
    }
  }

  @Override
  public synchronized void close() {
    try (memory) {
      end();
    }
  }
}
