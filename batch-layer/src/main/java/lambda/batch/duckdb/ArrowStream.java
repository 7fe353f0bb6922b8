package lambda.batch.duckdb;

import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;

/// The batches of a reader as a view of a DuckDB connection, over Arrow's C stream interface: the
/// two share memory, and nothing is copied. The view can be queried once. Close this after the
/// query and before the reader.
final class ArrowStream implements AutoCloseable {
  private final ArrowArrayStream stream;

  ArrowStream(
      BufferAllocator memory, ArrowReader reader, DuckDBConnection connection, String view) {
    stream = ArrowArrayStream.allocateNew(memory);
    Data.exportArrayStream(memory, reader, stream);
    connection.registerArrowStream(view, stream);
  }

  @Override
  public void close() {
    stream.release(); // does nothing if DuckDB has taken the stream
    stream.close();
  }
}
