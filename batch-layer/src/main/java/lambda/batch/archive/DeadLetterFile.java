package lambda.batch.archive;

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

/// Dead letters on their way to Parquet: a file of JSON lines, so that memory does not grow with
/// them. One thread at a time.
public final class DeadLetterFile implements AutoCloseable {
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

  public void add(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
    try {
      lines.writeStartObject();
      lines.writeNumberField("_partition", record.partition());
      lines.writeNumberField("_offset", record.offset());
      lines.writeNumberField("_timestamp", record.timestamp());
      lines.writeStringField("reason", malformed.reason());
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

  /// The query of all dead letters, byte for byte. None is added after it.
  String query() {
    close();
    return """
    select _partition, _offset, epoch_ms(_timestamp) as _timestamp, reason,
      from_base64(key) as key, from_base64(value) as value
    from read_json(%s, format = 'newline_delimited', columns = {_partition: 'INTEGER',
      _offset: 'BIGINT', _timestamp: 'BIGINT', reason: 'VARCHAR', key: 'VARCHAR',
      value: 'VARCHAR'})\
    """
        .formatted(text(file.toString()));
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
