package lambda.batch.archive;

import static lambda.batch.duckdb.ArchiveColumns.EVENT_TIME;
import static lambda.batch.duckdb.ArchiveColumns.KEY;
import static lambda.batch.duckdb.ArchiveColumns.OFFSET;
import static lambda.batch.duckdb.ArchiveColumns.PARTITION;
import static lambda.batch.duckdb.ArchiveColumns.REASON;
import static lambda.batch.duckdb.ArchiveColumns.RECORD_VALUE;
import static lambda.batch.duckdb.ArchiveColumns.TIMESTAMP;
import static lambda.batch.duckdb.ArchiveColumns.VALUE;
import static lambda.store.Sql.text;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Iterator;
import lambda.batch.duckdb.BatchQuery;
import lambda.batch.duckdb.DeadLetterSpool;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbFailures;
import lambda.batch.duckdb.EventImport;
import lambda.batch.scratch.ScratchFolder;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import lambda.store.Sql;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Writes the records of one range into two local Parquet files: events and dead letters. One
/// thread, one use; closing it deletes the files.
final class RangeWriter implements AutoCloseable {
  private final StreamDefinition stream;
  private final DuckDb duck;
  private final ScratchFolder folder;
  private final DeadLetterSpool letters;
  private long eventCount;

  /// @param work where its files are created
  RangeWriter(StreamDefinition stream, DuckDb duck, Path work) {
    this.stream = stream;
    this.duck = duck;
    folder = new ScratchFolder(work, "object");
    letters = new DeadLetterSpool(duck, folder.file("dlq"));
  }

  long eventCount() {
    return eventCount;
  }

  long deadLetterCount() {
    return letters.count();
  }

  /// Reads records and writes the events among them. `_event_time` is the event time in UTC;
  /// `_value` holds the record as it arrived if that says more than the schema's columns, otherwise
  /// null.
  ///
  /// @param hour the one that the range belongs to
  /// @param records those of the range, in order
  /// @param enough stops once the records' values have this many bytes together
  /// @return the part of the range whose records were read
  OffsetRange write(
      Hour hour, OffsetRange range, Iterator<ConsumerRecord<byte[], byte[]>> records, long enough) {
    try {
      EventImport.Imported imported =
          new EventImport(duck, stream)
              .run(
                  hour,
                  range,
                  records,
                  letters::add,
                  enough,
                  connection -> copy(connection, range, select(range), events()));
      eventCount = imported.events();
      return imported.range();
    } catch (SQLException e) {
      throw failure(range, e);
    }
  }

  private String select(OffsetRange range) {
    return "select %d as %s, %s, epoch_ms(%4$s) as %4$s, epoch_ms(%5$s) as %5$s, %6$s, %7$s from %8$s"
        .formatted(
            range.partition(),
            PARTITION,
            OFFSET,
            TIMESTAMP,
            EVENT_TIME,
            VALUE,
            Sql.each(stream.fields().stream().map(Field::column).toList(), Sql::name, ", "),
            BatchQuery.ROWS);
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
    String query =
        "select %d as %s, %s, epoch_ms(%4$s) as %4$s, %5$s, %6$s, %7$s from %8$s"
            .formatted(
                range.partition(),
                PARTITION,
                OFFSET,
                TIMESTAMP,
                REASON,
                KEY,
                RECORD_VALUE,
                BatchQuery.ROWS);
    try {
      letters.run(connection -> copy(connection, range, query, file));
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
