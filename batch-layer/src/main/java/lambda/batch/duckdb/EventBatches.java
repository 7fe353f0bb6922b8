package lambda.batch.duckdb;

import java.util.Iterator;
import java.util.function.BiConsumer;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.event.Malformed;
import lambda.core.hour.Hour;
import lambda.core.hour.OffsetRange;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The events among the records of a range, decoded batch by batch. Malformed records are handed to
/// a consumer.
final class EventBatches extends Batches {
  private final StreamDefinition stream;
  private final EventDecoder decoder;
  private final Hour hour;
  private final OffsetRange range;
  private final Iterator<ConsumerRecord<byte[], byte[]>> records;
  private final BiConsumer<ConsumerRecord<byte[], byte[]>, Malformed> deadLetters;
  private final long enough;
  private long next;
  private long bytes;
  private long events;

  /// @param hour the one that the range belongs to
  /// @param records those of the range, in order
  /// @param enough ends the batches once the records' values have this many bytes together
  EventBatches(
      BufferAllocator memory,
      StreamDefinition stream,
      Hour hour,
      OffsetRange range,
      Iterator<ConsumerRecord<byte[], byte[]>> records,
      BiConsumer<ConsumerRecord<byte[], byte[]>, Malformed> deadLetters,
      long enough) {
    super(memory);
    this.stream = stream;
    decoder = new EventDecoder(stream);
    this.hour = hour;
    this.range = range;
    this.records = records;
    this.deadLetters = deadLetters;
    this.enough = enough;
    next = range.first();
  }

  /// The part of the range that was read.
  synchronized OffsetRange read() {
    return range.head(next - range.first());
  }

  /// How many events were read.
  synchronized long events() {
    return events;
  }

  @Override
  protected Schema readSchema() {
    return EventColumns.schema(stream);
  }

  @Override
  int load(VectorSchemaRoot root) {
    EventColumns columns = new EventColumns(stream, root);
    int rows = 0;
    long full = bytes + MAX_BYTES;
    while (rows < MAX_ROWS && (rows == 0 || bytes < full) && more()) {
      ConsumerRecord<byte[], byte[]> record = records.next();
      byte @Nullable [] value = record.value();
      next = record.offset() + 1;
      bytes += value == null ? 0 : value.length;
      switch (decoder.decode(value, hour)) {
        case Event event -> columns.write(rows++, record, event);
        case Malformed malformed -> deadLetters.accept(record, malformed);
      }
    }
    events += rows;
    return rows;
  }

  private boolean more() {
    if (bytes >= enough) {
      return false;
    }
    if (!records.hasNext()) {
      next = range.next();
      return false;
    }
    return true;
  }

  @Override
  public long bytesRead() {
    return bytes;
  }
}
