package lambda.batch.duckdb;

import java.sql.Connection;
import java.sql.SQLException;

/// A DuckDB query over rows that are made while it runs.
@FunctionalInterface
public interface BatchQuery {

  /// The relation that the query reads, once.
  String ROWS = "records";

  /// @param connection knows [#ROWS]
  void run(Connection connection) throws SQLException;
}
