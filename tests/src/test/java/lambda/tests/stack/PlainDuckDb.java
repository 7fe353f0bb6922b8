package lambda.tests.stack;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// DuckDB without the platform: it reads and writes objects as any other program would.
public final class PlainDuckDb {
  private PlainDuckDb() {}

  /// The only row of a query, as strings.
  public static List<String> row(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        row.add(String.valueOf(rows.getString(i)));
      }
      return row;
    }
  }

  /// Writes the rows of a query as Parquet.
  public static void write(String sql, Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("copy (%s) to '%s' (format parquet)".formatted(sql, file));
    }
  }

  /// The only value of a query.
  public static long count(String sql) throws SQLException {
    return Long.parseLong(row(sql).getFirst());
  }
}
