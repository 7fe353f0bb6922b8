package lambda.batch.duckdb;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import lambda.core.event.Malformed;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Dead letters on their way to Parquet: a local file, so that they take no memory. It holds any
/// bytes of any length. One thread at a time.
public final class DeadLetterSpool implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  /// Stands for the length of a key or value that is null.
  static final int ABSENT = -1;

  private final DuckDb duck;
  private final Path file;
  private final DataOutputStream out;
  private long count;

  /// @param file created; the caller deletes it
  public DeadLetterSpool(DuckDb duck, Path file) {
    this.duck = duck;
    this.file = file;
    try {
      out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  public long count() {
    return count;
  }

  public void add(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
    try {
      out.writeLong(record.offset());
      out.writeLong(record.timestamp());
      write(malformed.reason().getBytes(StandardCharsets.UTF_8));
      write(record.key());
      write(record.value());
    } catch (IOException e) {
      throw failure(e);
    }
    count++;
  }

  private void write(byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      out.writeInt(ABSENT);
    } else {
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  /// Runs a query over the dead letters as [BatchQuery#ROWS]: their columns of [ArchiveColumns],
  /// except for the partition, with the timestamp in milliseconds since the epoch, and `key` and
  /// `value`, byte for byte. None may be added afterwards.
  public void run(BatchQuery query) throws SQLException {
    close();
    try (BufferAllocator own = duck.memory().newChildAllocator("dead letters", 0, Long.MAX_VALUE);
        DeadLetterBatches batches = new DeadLetterBatches(own, file)) {
      batches.feed(duck, own, query);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private UncheckedIOException failure(IOException cause) {
    return new UncheckedIOException("cannot write to " + file, cause);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
