package lambda.batch;

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
import lambda.core.failure.LambdaException;

/// DuckDB in this process: for each piece of work a database in memory, bounded, that spills into
/// the work folder. Thread-safe; the connections are not.
final class Duck {
  private final BatchConfig config;

  Duck(BatchConfig config) {
    this.config = config;
  }

  /// A database that works on local files.
  Connection local() {
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
    try {
      return DriverManager.getConnection("jdbc:duckdb:", properties);
    } catch (SQLException e) {
      throw LambdaException.retry("DuckDB does not start: " + e.getMessage(), e);
    }
  }

  /// A database that reads the bucket as `s3://…`.
  Connection remote() {
    Connection connection = local();
    try (Statement statement = connection.createStatement()) {
      ViewFunctions.register(connection);
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
      return connection;
    } catch (SQLException e) {
      throw LambdaException.retry("DuckDB cannot load its S3 extension: " + e.getMessage(), e);
    }
  }

  /// `read_parquet` over objects of the bucket, matched by the names of their columns.
  String objects(Collection<String> keys) {
    return keys.stream()
        .map(key -> text("s3://%s/%s".formatted(config.s3().bucket(), key)))
        .collect(Collectors.joining(", ", "read_parquet([", "], union_by_name = true)"));
  }
}
