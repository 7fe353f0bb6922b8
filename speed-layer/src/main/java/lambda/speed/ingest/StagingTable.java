package lambda.speed.ingest;

import static lambda.store.Sql.name;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.function.Consumer;
import lambda.core.failure.LambdaException;
import lambda.store.CopyIn;
import org.jdbi.v3.core.Handle;

/// A temporary table with what a flush adds to another one: filled by `COPY`, empty again when the
/// transaction ends.
final class StagingTable {
  private StagingTable() {}

  /// Fills the delta of a table.
  ///
  /// @param columns of the table, as SQL
  /// @param rows writes each row
  /// @return the delta's name, as SQL
  static String fill(
      Handle handle, String suffix, String table, String columns, Consumer<CopyIn> rows) {
    String delta = name("delta_" + suffix);
    handle.execute(
        "create temp table if not exists %s on commit delete rows as select %s from %s with no data"
            .formatted(delta, columns, table));
    String target = "%s (%s)".formatted(delta, columns);
    try (CopyIn copy = new CopyIn(handle.getConnection(), target)) {
      rows.accept(copy);
    } catch (IOException | UncheckedIOException | SQLException e) {
      throw LambdaException.retry("Postgres broke off a copy into " + target, e);
    }
    return delta;
  }
}
