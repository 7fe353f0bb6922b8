package lambda.batch.duckdb;

import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;

/// Batches of a reader as a view of a DuckDB connection, to be queried once, over Arrow's C stream
/// interface: nothing is copied between the two. Close it after the query, before the reader.
public final class ArrowStream implements AutoCloseable {
  private final ArrowArrayStream stream;

  public ArrowStream(
      BufferAllocator memory, ArrowReader reader, DuckDBConnection connection, String view) {
    stream = ArrowArrayStream.allocateNew(memory);
    Data.exportArrayStream(memory, reader, stream);
    connection.registerArrowStream(view, stream);
  }

  @Override
  public void close() {
    stream.release(); // nothing, if DuckDB took it
    stream.close();
  }
}
