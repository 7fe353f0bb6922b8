package lambda.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import lambda.batch.BatchConfig;
import lambda.batch.compute.ViewSql;
import lambda.batch.duckdb.HashFunctions;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;

/// The limit: the steps of the batch layer, done by DuckDB alone on local files of pageviews.
final class BareDuckDb {
  private final BatchConfig config;
  private final StreamDefinition stream;
  private final Path folder;
  private final Path archive;

  /// @param folder for its files
  /// @param archive where the S3 server keeps its buckets
  BareDuckDb(BatchConfig config, StreamDefinition stream, Path folder, Path archive) {
    this.config = config;
    this.stream = stream;
    this.folder = folder;
    this.archive = archive;
  }

  /// The file of JSON lines that [#archive] reads.
  Path events() {
    return folder.resolve("events.json");
  }

  void archive() throws SQLException {
    duckdb(
        """
        copy (select event_id, user_id, postcode, webpage, epoch_ms("timestamp") as _event_time
          from read_json('%s', format = 'newline_delimited', columns = {event_id: 'VARCHAR',
            user_id: 'VARCHAR', postcode: 'VARCHAR', webpage: 'VARCHAR', "timestamp": 'BIGINT'}))
        to '%s' (format parquet, compression zstd)\
        """
            .formatted(events(), folder.resolve("events.parquet")));
  }

  /// Runs the compiled queries alone, without storing their results.
  void recompute() throws SQLException {
    List<String> statements = new ArrayList<>();
    statements.add(
        "create temp table events as "
            + ViewSql.distinctEvents(stream, objects(), "(from %s limit 0)".formatted(objects())));
    for (ViewDefinition view : stream.views()) {
      statements.add(
          "create temp table %s as %s".formatted(view.name(), ViewSql.partials(view, "events")));
    }
    duckdb(statements.toArray(String[]::new));
  }

  void compact() throws SQLException {
    duckdb(
        "copy (from %s order by postcode, webpage, _event_time, _partition, _offset) to '%s' (format parquet, compression zstd)"
            .formatted(objects(), folder.resolve("sorted.parquet")));
  }

  /// The objects that were archived, as local files. Compaction moves them to `replaced/`.
  private String objects() {
    return "read_parquet('%s/lambda/**/raw/%s/*/*/*/*/*-p*.parquet')"
        .formatted(archive, stream.name());
  }

  private void duckdb(String... statements) throws SQLException {
    Properties limits = new Properties();
    limits.setProperty("memory_limit", config.duckdbMemory());
    limits.setProperty("temp_directory", folder.resolve("spill").toString());
    limits.setProperty("preserve_insertion_order", "false");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", limits);
        Statement statement = connection.createStatement()) {
      HashFunctions.register(connection);
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
