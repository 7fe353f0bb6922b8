package lambda.batch.duckdb;

import static lambda.store.Sql.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Properties;
import java.util.stream.Collectors;
import lambda.batch.BatchConfig;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// DuckDB in this process: one database in memory, so that its limit is that of all work together,
/// however much goes on at once. Beyond it DuckDB spills into the work folder. Thread-safe; the
/// connections are not, and each has temporary tables of its own.
public final class DuckDb implements AutoCloseable {
  private final BatchConfig config;
  private @Nullable DuckDBConnection database;
  private boolean remote;

  public DuckDb(BatchConfig config) {
    this.config = config;
  }

  /// A connection that works on local files.
  public synchronized DuckDBConnection local() throws SQLException {
    return database().duplicate().unwrap(DuckDBConnection.class);
  }

  /// A connection that reads the bucket as `s3://…`, too, and knows the functions of views.
  public synchronized Connection remote() throws SQLException {
    DuckDBConnection present = database();
    if (!remote) {
      prepare(present);
      remote = true;
    }
    return present.duplicate();
  }

  /// DuckDB refuses everything after a failure inside itself; then another one is begun.
  private DuckDBConnection database() throws SQLException {
    DuckDBConnection present = database;
    if (present == null || !answers(present)) {
      close();
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
    Path spill = config.work().resolve("spill");
    try {
      Files.createDirectories(spill);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + spill, e);
    }
    Properties properties = new Properties();
    properties.setProperty("memory_limit", config.duckdbMemory());
    properties.setProperty("temp_directory", spill.toString());
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

  /// `read_parquet` over objects of the bucket, matched by the names of their columns.
  public String objects(Collection<String> keys) {
    return keys.stream()
        .map(key -> text("s3://%s/%s".formatted(config.s3().bucket(), key)))
        .collect(Collectors.joining(", ", "read_parquet([", "], union_by_name = true)"));
  }

  /// Ends the database; whoever asks next gets another one.
  @Override
  public synchronized void close() {
    remote = false;
    if (database != null) {
      try {
        database.close();
      } catch (SQLException e) {
        throw new IllegalStateException("DuckDB does not end", e);
      } finally {
        database = null;
      }
    }
  }
}
