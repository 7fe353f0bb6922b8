package lambda.batch.duckdb;

import java.io.IOException;
import java.sql.SQLException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/// Rows for DuckDB, made when it asks for the next batch, so that memory is bounded by a batch.
/// DuckDB asks from its own threads, one at a time; the thread that made the object can be
/// interrupted to end the query.
abstract class Batches extends ArrowReader {
  static final int MAX_ROWS = 16_384;

  /// A batch ends with the row that exceeds this. A single row may be as large as Kafka allows.
  static final long MAX_BYTES = 8 << 20;

  private final Thread owner = Thread.currentThread();
  private @Nullable RuntimeException failure;

  Batches(BufferAllocator memory) {
    super(memory);
  }

  /// Fills a batch with rows.
  ///
  /// @param columns allocated, every value null
  /// @return the number of rows; 0 ends the batches
  abstract int load(VectorSchemaRoot columns);

  /// Runs a query over the rows.
  ///
  /// @param memory of these batches
  /// @throws RuntimeException what making the rows threw, if that ended the query
  /// @throws SQLException if DuckDB itself fails
  final void feed(DuckDb duck, BufferAllocator memory, BatchQuery query) throws SQLException {
    try (DuckDBConnection connection = duck.connect();
        ArrowStream _ = new ArrowStream(memory, this, connection, BatchQuery.ROWS)) {
      query.run(connection);
    } catch (SQLException e) {
      throwFailure();
      throw e;
    }
  }

  /// DuckDB passes on only the message of what was thrown here.
  private synchronized void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public final synchronized boolean loadNextBatch() throws IOException {
    try {
      if (owner.isInterrupted()) {
        throw new IllegalStateException("interrupted");
      }
      VectorSchemaRoot columns = getVectorSchemaRoot();
      for (FieldVector column : columns.getFieldVectors()) {
        column.setInitialCapacity(MAX_ROWS);
        column.allocateNew();
      }
      int rows = load(columns);
      columns.setRowCount(rows);
      return rows > 0;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    }
  }

  /// Does nothing: the caller owns what the rows are made of.
  @Override
  protected void closeReadSource() {}
}
