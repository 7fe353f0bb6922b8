package lambda.store.copy;

import static lambda.store.Sql.name;

import org.jdbi.v3.core.Handle;

/// A temporary table with rows on their way into another table. It is filled by `COPY`, and empty
/// again when the transaction ends.
public final class StagingTable {
  private StagingTable() {}

  /// Writes the rows of a staging table.
  @FunctionalInterface
  public interface Rows<X extends Exception> {
    void writeTo(CopyIn copy) throws X;
  }

  /// Fills a staging table with the columns of another table.
  ///
  /// @param purpose distinguishes the staging tables of a connection
  /// @param columns of the table, as SQL
  /// @return the staging table's name, as SQL
  public static <X extends Exception> String fill(
      Handle handle, String purpose, String table, String columns, Rows<X> rows) throws X {
    String staging = name("staged_" + purpose);
    handle.execute(
        "create temp table if not exists %s on commit delete rows as select %s from %s with no data"
            .formatted(staging, columns, table));
    try (CopyIn copy = new CopyIn(handle.getConnection(), "%s (%s)".formatted(staging, columns))) {
      rows.writeTo(copy);
    }
    return staging;
  }
}
