package lambda.batch.archive;

import static lambda.store.Sql.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import lambda.batch.compute.ViewSql;
import lambda.batch.duckdb.ArrowStream;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbFailures;
import lambda.batch.duckdb.EventBatches;
import lambda.batch.scratch.ScratchFolder;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.OffsetRange;
import lambda.store.Sql;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.duckdb.DuckDBConnection;

/// Turns records of one range into two local Parquet files, of events and of dead letters. One
/// thread, one use; closing it deletes its files.
final class RangeWriter implements AutoCloseable {
  private static final String RECORDS = "records";

  private final StreamDefinition stream;
  private final DuckDb duck;
  private final BufferAllocator memory;
  private final ScratchFolder folder;
  private final DeadLetterFile letters;
  private long eventCount;

  /// @param memory for events on their way to DuckDB
  /// @param work where its files are made
  RangeWriter(StreamDefinition stream, DuckDb duck, BufferAllocator memory, Path work) {
    this.stream = stream;
    this.duck = duck;
    this.memory = memory;
    folder = new ScratchFolder(work, "object");
    letters = new DeadLetterFile(folder.file("dlq.json"));
  }

  long eventCount() {
    return eventCount;
  }

  long deadLetterCount() {
    return letters.count();
  }

  /// Reads records and writes the events among them as Parquet. `_event_time` is the event time in
  /// UTC; `_value` holds the record as it came where it says more than the schema's columns, else
  /// null.
  ///
  /// @param records those of the range, in order
  /// @param enough ends it once the records' values have so many bytes
  /// @return the part of the range that was read
  OffsetRange write(
      OffsetRange range, Iterator<ConsumerRecord<byte[], byte[]>> records, long enough) {
    try (BufferAllocator own = memory.newChildAllocator(range.toString(), 0, Long.MAX_VALUE);
        EventBatches batches = new EventBatches(own, stream, range, records, letters, enough)) {
      copyEvents(range, own, batches);
      eventCount = batches.events();
      return batches.read();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot let go of " + range, e);
    }
  }

  private void copyEvents(OffsetRange range, BufferAllocator own, EventBatches batches) {
    try (DuckDBConnection connection = duck.local();
        ArrowStream _ = new ArrowStream(own, batches, connection, RECORDS)) {
      copy(connection, range, select(range), events());
    } catch (SQLException e) {
      throw batches.failure().orElseGet(() -> failure(range, e));
    }
  }

  private String select(OffsetRange range) {
    return "select %1$d as _partition, _offset, epoch_ms(_timestamp) as _timestamp, epoch_ms(%2$s) as %2$s, _value, %3$s from %4$s"
        .formatted(
            range.partition(),
            ViewSql.TIME,
            Sql.each(stream.fields().stream().map(Field::column).toList(), Sql::name, ", "),
            RECORDS);
  }

  private void copy(Connection connection, OffsetRange range, String query, Path file)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          copy (%s) to %s (format parquet, compression zstd, kv_metadata {
            stream: %s, "partition": '%d', first_offset: '%d'})\
          """
              .formatted(
                  query,
                  text(file.toString()),
                  text(stream.name()),
                  range.partition(),
                  range.first()));
    }
  }

  private LambdaException failure(OffsetRange range, SQLException e) {
    return DuckDbFailures.of("write %s %s as Parquet".formatted(stream.topic(), range), e);
  }

  /// The file of events.
  Path events() {
    return folder.file("events.parquet");
  }

  /// Writes the dead letters as Parquet, byte for byte.
  Path deadLetters(OffsetRange range) {
    Path file = folder.file("dlq.parquet");
    try (Connection connection = duck.local()) {
      copy(connection, range, letters.query(), file);
      return file;
    } catch (SQLException e) {
      throw failure(range, e);
    }
  }

  @Override
  public void close() {
    try (folder) {
      letters.close();
    }
  }
}
