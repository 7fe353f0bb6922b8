package lambda.batch.sql;

import static lambda.store.Sql.text;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbFailures;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.store.PostgresConfig;
import org.jspecify.annotations.Nullable;

/// Answers SQL queries over the serving views and the hours in Postgres and the archive on S3
/// together. Nothing can be changed by it. Not thread-safe.
public final class SqlSession implements AutoCloseable {
  private final DuckDb duck;
  private final Manifest manifest;
  private final List<StreamDefinition> streams;
  private final Connection connection;

  /// @param extension DuckDB's extension for Postgres as a file; the name `postgres` lets DuckDB
  ///   install it
  public SqlSession(
      DuckDb duck,
      Manifest manifest,
      List<StreamDefinition> streams,
      PostgresConfig postgres,
      String extension) {
    this.duck = duck;
    this.manifest = manifest;
    this.streams = streams;
    try {
      connection = duck.remote();
      prepare(postgres, extension);
    } catch (SQLException e) {
      throw DuckDbFailures.of("open a session for SQL", e);
    }
  }

  private void prepare(PostgresConfig postgres, String extension) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      if ("postgres".equals(extension)) {
        statement.execute("install postgres");
      }
      statement.execute("load " + text(extension));
      for (String each : SqlCatalog.attach(postgres)) {
        statement.execute(each);
      }
      for (String each : SqlCatalog.tables(streams)) {
        statement.execute(each);
      }
      statement.execute("create schema archive");
      statement.execute("create schema dead_letters");
    }
  }

  /// Takes the answer row by row.
  public interface Rows {
    /// Called first, once.
    void columns(List<String> names);

    /// @return whether to go on
    boolean row(List<@Nullable Object> values);
  }

  /// Answers one query.
  ///
  /// @throws LambdaException of category bad input if it is not one query, or not a valid one
  public void query(String sql, Rows rows) {
    try {
      refuseChanges(sql);
      defineArchive(sql);
      try (Statement statement = connection.createStatement();
          ResultSet answer = statement.executeQuery(sql)) {
        read(answer, rows);
      }
    } catch (SQLException e) {
      throw LambdaException.badInput(DuckDbFailures.explanation(e));
    }
  }

  private static void read(ResultSet answer, Rows rows) throws SQLException {
    ResultSetMetaData meta = answer.getMetaData();
    List<String> names = new ArrayList<>();
    for (int column = 1; column <= meta.getColumnCount(); column++) {
      names.add(meta.getColumnLabel(column));
    }
    rows.columns(names);
    boolean more = true;
    while (more && answer.next()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int column = 1; column <= names.size(); column++) {
        values.add(answer.getObject(column));
      }
      more = rows.row(values);
    }
  }

  /// DuckDB's parser tells queries from everything else.
  private void refuseChanges(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet parsed =
            statement.executeQuery(
                "select tree->>'error_message', json_array_length(tree->'statements') from (select json_serialize_sql(%s) as tree)"
                    .formatted(text(sql)))) {
      parsed.next();
      @Nullable String error = parsed.getString(1);
      if (error != null && error.contains("Only SELECT")) {
        throw LambdaException.badInput("only SELECT statements can be run here");
      }
      if (error != null) {
        throw LambdaException.badInput(error);
      }
      if (parsed.getInt(2) != 1) {
        throw LambdaException.badInput("write one SELECT statement at a time");
      }
    }
  }

  private void defineArchive(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (StreamDefinition stream : SqlCatalog.mentioned(sql, streams)) {
        define(statement, "archive", stream, Kind.RAW);
        define(statement, "dead_letters", stream, Kind.DLQ);
      }
    }
  }

  private void define(Statement statement, String schema, StreamDefinition stream, Kind kind)
      throws SQLException {
    List<String> keys = manifest.keys(stream.name(), kind);
    if (!keys.isEmpty()) {
      statement.execute(SqlCatalog.archive(schema, stream, duck.objects(keys)));
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw DuckDbFailures.of("close a session for SQL", e);
    }
  }
}
