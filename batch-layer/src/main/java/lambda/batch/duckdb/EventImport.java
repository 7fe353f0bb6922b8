package lambda.batch.duckdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.function.BiConsumer;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Malformed;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Feeds the events among Kafka records to a DuckDB query while the records are being read: events
/// are decoded batch by batch, as DuckDB asks for them, and never written to disk in between.
/// Thread-safe.
public final class EventImport {
  private final DuckDb duck;
  private final StreamDefinition stream;

  public EventImport(DuckDb duck, StreamDefinition stream) {
    this.duck = duck;
    this.stream = stream;
  }

  /// What was read.
  ///
  /// @param range the part of the range whose records were read
  /// @param events how many of them are events
  public record Imported(OffsetRange range, long events) {}

  /// Runs a query over the events among the records of a range, as [BatchQuery#ROWS]. Its columns
  /// are those of [EventColumns#schema]; times are milliseconds since the epoch.
  ///
  /// @param hour the one that the range belongs to
  /// @param records those of the range, in order
  /// @param deadLetters receives the malformed records, one at a time
  /// @param enough stops reading once the records' values have this many bytes together
  /// @throws RuntimeException what reading the records threw, if that ended the query
  /// @throws SQLException if DuckDB itself fails
  public Imported run(
      Hour hour,
      OffsetRange range,
      Iterator<ConsumerRecord<byte[], byte[]>> records,
      BiConsumer<ConsumerRecord<byte[], byte[]>, Malformed> deadLetters,
      long enough,
      BatchQuery query)
      throws SQLException {
    try (BufferAllocator own =
            duck.memory().newChildAllocator(range.toString(), 0, Long.MAX_VALUE);
        EventBatches batches =
            new EventBatches(own, stream, hour, range, records, deadLetters, enough)) {
      batches.feed(duck, own, query);
      return new Imported(batches.read(), batches.events());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release the batches of " + range, e);
    }
  }
}
