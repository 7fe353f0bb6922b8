package lambda.batch.archive;

import static lambda.batch.duckdb.ArchiveColumns.OFFSET;
import static lambda.batch.duckdb.ArchiveColumns.PARTITION;
import static lambda.batch.duckdb.ArchiveColumns.REASON;
import static lambda.batch.duckdb.ArchiveColumns.TIMESTAMP;
import static lambda.store.Sql.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lambda.core.event.Malformed;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Dead letters on their way to Parquet: a file of JSON lines, so that they take no memory. One
/// thread at a time.
final class DeadLetterFile implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final JsonGenerator lines;
  private long count;

  DeadLetterFile(Path file) {
    this.file = file;
    try {
      lines = JSON.createGenerator(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
    } catch (IOException e) {
      throw failure(e);
    }
    lines.setRootValueSeparator(new SerializedString("\n"));
  }

  long count() {
    return count;
  }

  void add(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
    try {
      lines.writeStartObject();
      lines.writeNumberField(PARTITION, record.partition());
      lines.writeNumberField(OFFSET, record.offset());
      lines.writeNumberField(TIMESTAMP, record.timestamp());
      lines.writeStringField(REASON, malformed.reason());
      binary("key", record.key());
      binary("value", record.value());
      lines.writeEndObject();
    } catch (IOException e) {
      throw failure(e);
    }
    count++;
  }

  private void binary(String field, byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      lines.writeNullField(field);
    } else {
      lines.writeBinaryField(field, bytes);
    }
  }

  /// A query for all dead letters, byte for byte. No dead letter may be added afterwards.
  String query() {
    close();
    return """
    select %2$s, %3$s, epoch_ms(%4$s) as %4$s, %5$s,
      from_base64(key) as key, from_base64(value) as value
    from read_json(%1$s, format = 'newline_delimited', columns = {%2$s: 'INTEGER',
      %3$s: 'BIGINT', %4$s: 'BIGINT', %5$s: 'VARCHAR', key: 'VARCHAR', value: 'VARCHAR'})\
    """
        .formatted(text(file.toString()), PARTITION, OFFSET, TIMESTAMP, REASON);
  }

  private UncheckedIOException failure(IOException cause) {
    return new UncheckedIOException("cannot write to " + file, cause);
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
