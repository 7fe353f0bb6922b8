package lambda.batch.duckdb;

import static lambda.batch.duckdb.ArchiveColumns.KEY;
import static lambda.batch.duckdb.ArchiveColumns.OFFSET;
import static lambda.batch.duckdb.ArchiveColumns.REASON;
import static lambda.batch.duckdb.ArchiveColumns.TIMESTAMP;
import static lambda.batch.duckdb.DeadLetterSpool.ABSENT;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/// The rows of a file that a [DeadLetterSpool] has written.
final class DeadLetterBatches extends Batches {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              Field.nullable(OFFSET, new ArrowType.Int(Long.SIZE, true)),
              Field.nullable(TIMESTAMP, new ArrowType.Int(Long.SIZE, true)),
              Field.nullable(REASON, ArrowType.Utf8.INSTANCE),
              Field.nullable(KEY, ArrowType.Binary.INSTANCE),
              Field.nullable(ArchiveColumns.RECORD_VALUE, ArrowType.Binary.INSTANCE)));

  private final Path file;
  private final DataInputStream in;
  private long bytes;

  DeadLetterBatches(BufferAllocator memory, Path file) throws IOException {
    super(memory);
    this.file = file;
    in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
  }

  @Override
  protected Schema readSchema() {
    return SCHEMA;
  }

  @Override
  int load(VectorSchemaRoot columns) {
    try {
      int rows = 0;
      long full = bytes + MAX_BYTES;
      while (rows < MAX_ROWS && bytes < full && in.available() > 0) {
        ((BigIntVector) columns.getVector(OFFSET)).set(rows, in.readLong());
        ((BigIntVector) columns.getVector(TIMESTAMP)).set(rows, in.readLong());
        for (String column : List.of(REASON, KEY, ArchiveColumns.RECORD_VALUE)) {
          copy((BaseVariableWidthVector) columns.getVector(column), rows);
        }
        rows++;
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private void copy(BaseVariableWidthVector column, int row) throws IOException {
    int length = in.readInt();
    if (length == ABSENT) {
      return;
    }
    byte[] value = in.readNBytes(length);
    if (value.length < length) {
      throw new EOFException();
    }
    column.setSafe(row, value);
    bytes += length;
  }

  @Override
  public long bytesRead() {
    return bytes;
  }

  @Override
  protected void closeReadSource() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + file, e);
    }
  }
}
