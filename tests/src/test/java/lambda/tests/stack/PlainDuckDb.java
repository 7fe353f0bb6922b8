package lambda.tests.stack;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// DuckDB without the platform: it reads the objects as any other program would.
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

  /// The only value of a query.
  public static long count(String sql) throws SQLException {
    return Long.parseLong(row(sql).getFirst());
  }
}
