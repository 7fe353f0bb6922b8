package lambda.tests.simulation.world;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/// An offset of a log.
///
/// @param message null for a transaction marker
public record LogEntry(long offset, Kind kind, long timestamp, @Nullable Message message) {

  /// What a reader of committed records sees.
  public enum Kind {
    VISIBLE,
    /// Of a transaction that has not ended.
    PENDING,
    ABORTED,
    MARKER
  }

  public Instant time() {
    return Instant.ofEpochMilli(timestamp);
  }

  /// As a consumer receives it.
  public ConsumerRecord<byte[], byte[]> asConsumed(int partition) {
    return new ConsumerRecord<>(
        SimulatedStream.DEFINITION.topic(),
        partition,
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        value().bytes(),
        new RecordHeaders(),
        Optional.empty());
  }

  LogEntry as(Kind other) {
    return new LogEntry(offset, other, timestamp, message);
  }

  /// The value of a visible record.
  public Message value() {
    if (message == null) {
      throw new IllegalStateException("offset %d is a marker".formatted(offset));
    }
    return message;
  }
}
