package lambda.batch.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import lambda.batch.compute.ViewSql;
import lambda.core.view.DistinctCountSketch;
import org.duckdb.DuckDBFunctions;
import org.jspecify.annotations.Nullable;

/// The functions that compiled views call besides DuckDB's own: those of core, so that both layers
/// run the same code where a value is hashed.
public final class HashFunctions {
  private HashFunctions() {}

  /// Makes the functions known to the database of the connection.
  public static void register(Connection connection) throws SQLException {
    DuckDBFunctions.scalarFunction()
        .withName(ViewSql.HASH_TEXT)
        .withParameter(String.class)
        .withReturnType(Long.class)
        .withFunction(
            (@Nullable String value) -> value == null ? null : DistinctCountSketch.hash(value))
        .register(connection);
    DuckDBFunctions.scalarFunction()
        .withName(ViewSql.HASH_WHOLE)
        .withParameter(Long.class)
        .withReturnType(Long.class)
        .withFunction(
            (@Nullable Long value) -> value == null ? null : DistinctCountSketch.hash(value))
        .register(connection);
  }
}
