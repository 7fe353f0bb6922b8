package lambda.batch.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import lambda.core.view.DistinctCountSketch;
import org.duckdb.DuckDBFunctions;
import org.jspecify.annotations.Nullable;

/// The functions that compiled views call in addition to DuckDB's own. They run the code of core,
/// so both layers hash a value alike.
public final class HashFunctions {
  /// The SQL function that hashes a string for a distinct count.
  public static final String HASH_STRING = "distinct_hash_string";

  /// The SQL function that hashes a long for a distinct count.
  public static final String HASH_LONG = "distinct_hash_long";

  private HashFunctions() {}

  /// Registers the functions with the database of the connection.
  public static void register(Connection connection) throws SQLException {
    DuckDBFunctions.scalarFunction()
        .withName(HASH_STRING)
        .withParameter(String.class)
        .withReturnType(Long.class)
        .withFunction(
            (@Nullable String value) -> value == null ? null : DistinctCountSketch.hash(value))
        .register(connection);
    DuckDBFunctions.scalarFunction()
        .withName(HASH_LONG)
        .withParameter(Long.class)
        .withReturnType(Long.class)
        .withFunction(
            (@Nullable Long value) -> value == null ? null : DistinctCountSketch.hash(value))
        .register(connection);
  }
}
