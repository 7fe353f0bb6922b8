package lambda.batch;

import static lambda.store.Sql.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Decoded;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.event.Malformed;
import lambda.core.hour.OffsetRange;
import lambda.store.Sql;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Turns the records of one range into two local Parquet files, of events and of dead letters.
/// Records pass through files of JSON lines, so memory does not grow with them. One thread, one
/// use; closing it deletes its files.
final class ObjectWriter implements AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();

  private static final SerializedString PARTITION = new SerializedString("_partition");
  private static final SerializedString OFFSET = new SerializedString("_offset");
  private static final SerializedString TIMESTAMP = new SerializedString("_timestamp");

  private final StreamDefinition stream;
  private final EventDecoder decoder;
  private final List<SerializableString> columns;
  private final WorkFolder folder;
  private final JsonGenerator events;
  private final JsonGenerator deadLetters;
  private long eventCount;
  private long deadLetterCount;
  private long bytes;

  ObjectWriter(StreamDefinition stream, EventDecoder decoder, Path work) {
    this.stream = stream;
    this.decoder = decoder;
    columns =
        stream.fields().stream()
            .<SerializableString>map(field -> new SerializedString(field.column()))
            .toList();
    folder = new WorkFolder(work, "object");
    try {
      events = lines(folder.file("events.json"));
      deadLetters = lines(folder.file("dlq.json"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + work, e);
    }
  }

  private static JsonGenerator lines(Path file) throws IOException {
    JsonGenerator generator =
        JSON.createGenerator(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    generator.setRootValueSeparator(new SerializedString("\n"));
    return generator;
  }

  long eventCount() {
    return eventCount;
  }

  long deadLetterCount() {
    return deadLetterCount;
  }

  /// How many bytes the values of the records have that were added.
  long bytes() {
    return bytes;
  }

  void add(ConsumerRecord<byte[], byte[]> record) {
    bytes += Math.max(0, record.serializedValueSize());
    Decoded decoded = decoder.decode(record.value());
    try {
      switch (decoded) {
        case Event event -> add(record, event);
        case Malformed malformed -> add(record, malformed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record, Event event) throws IOException {
    begin(events, record);
    events.writeStringField(
        "_value", event.extended() ? new String(record.value(), StandardCharsets.UTF_8) : null);
    events.writeNumberField(ViewSql.TIME, event.time());
    for (int i = 0; i < columns.size(); i++) {
      events.writeFieldName(columns.get(i));
      write(event.value(i));
    }
    events.writeEndObject();
    eventCount++;
  }

  private void write(@Nullable Object value) throws IOException {
    switch (value) {
      case null -> events.writeNull();
      case String text -> events.writeString(text);
      case Long number -> events.writeNumber(number);
      // As text: DuckDB reads JSON numbers with a point as doubles.
      case BigDecimal number -> events.writeString(number.toPlainString());
      case Double number -> events.writeNumber(number);
      case Boolean bool -> events.writeBoolean(bool);
      default -> throw new IllegalStateException("no field has type " + value.getClass());
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> record, Malformed malformed) throws IOException {
    begin(deadLetters, record);
    deadLetters.writeStringField("reason", malformed.reason());
    binary("key", record.key());
    binary("value", record.value());
    deadLetters.writeEndObject();
    deadLetterCount++;
  }

  private void binary(String field, byte @Nullable [] bytes) throws IOException {
    if (bytes == null) {
      deadLetters.writeNullField(field);
    } else {
      deadLetters.writeBinaryField(field, bytes);
    }
  }

  private static void begin(JsonGenerator generator, ConsumerRecord<byte[], byte[]> record)
      throws IOException {
    generator.writeStartObject();
    generator.writeFieldName(PARTITION);
    generator.writeNumber(record.partition());
    generator.writeFieldName(OFFSET);
    generator.writeNumber(record.offset());
    generator.writeFieldName(TIMESTAMP);
    generator.writeNumber(record.timestamp());
  }

  /// Writes the events as Parquet. `_event_time` is the event time in UTC; `_value` holds the
  /// record as it came where it says more than the schema's columns, else null.
  Path events(Duck duck, OffsetRange range) {
    String columns =
        stream.fields().stream()
            .map(field ->
                ", %s: %s".formatted(Sql.name(field.column()), text(field.type().duckdb())))
            .collect(Collectors.joining());
    String fields = Sql.each(stream.fields().stream().map(Field::column).toList(), Sql::name, ", ");
    return parquet(
        duck,
        events,
        "events",
        range,
        ", _value: 'VARCHAR', %s: 'BIGINT'%s".formatted(ViewSql.TIME, columns),
        "epoch_ms(%1$s) as %1$s, _value, %2$s".formatted(ViewSql.TIME, fields));
  }

  /// Writes the dead letters as Parquet, byte for byte.
  Path deadLetters(Duck duck, OffsetRange range) {
    return parquet(
        duck,
        deadLetters,
        "dlq",
        range,
        ", reason: 'VARCHAR', key: 'VARCHAR', value: 'VARCHAR'",
        "reason, from_base64(key) as key, from_base64(value) as value");
  }

  private Path parquet(
      Duck duck,
      JsonGenerator lines,
      String name,
      OffsetRange range,
      String columns,
      String select) {
    Path file = folder.file(name + ".parquet");
    try (Connection connection = duck.local();
        Statement statement = connection.createStatement()) {
      lines.close();
      statement.execute(
          """
          copy (
            select _partition, _offset, epoch_ms(_timestamp) as _timestamp, %s
            from read_json(%s, format = 'newline_delimited',
              columns = {_partition: 'INTEGER', _offset: 'BIGINT', _timestamp: 'BIGINT'%s})
          ) to %s (format parquet, compression zstd, kv_metadata {
            stream: %s, "partition": '%d', first_offset: '%d', next_offset: '%d'})\
          """
              .formatted(
                  select,
                  text(folder.file(name + ".json").toString()),
                  columns,
                  text(file.toString()),
                  text(stream.name()),
                  range.partition(),
                  range.first(),
                  range.next()));
      return file;
    } catch (SQLException e) {
      throw DuckFailures.of("write %s %s as Parquet".formatted(stream.topic(), range), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder, e);
    }
  }

  @Override
  public void close() {
    try (folder) {
      events.close();
      deadLetters.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy " + folder, e);
    }
  }
}
