package lambda.batch.deadletter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// The dead letters of an hour that were sent again, as `lambda.replays` lists them. Thread-safe.
public final class ReplayLog {
  private final String stream;
  private final Hour hour;

  public ReplayLog(String stream, Hour hour) {
    this.stream = stream;
    this.hour = hour;
  }

  /// Where a dead letter is in Kafka's log.
  public record Position(int partition, long offset) {}

  /// Waits until no other transaction sends dead letters of the hour, and keeps others out until
  /// this one ends.
  void lock(Handle handle) {
    handle.execute(
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        "replay %s %s".formatted(stream, hour));
  }

  /// Which of these positions were sent.
  Set<Position> sent(Handle handle, List<Position> positions) {
    return new HashSet<>(
        handle
            .select(
                """
                select r.partition, r.record_offset from lambda.replays r
                join unnest(?, ?) as asked(partition, record_offset) using (partition, record_offset)
                where r.stream = ?\
                """,
                positions.stream().map(Position::partition).toArray(Integer[]::new),
                positions.stream().map(Position::offset).toArray(Long[]::new),
                stream)
            .map((row, _) -> new Position(row.getInt(1), row.getLong(2)))
            .list());
  }

  /// Records positions as sent.
  void enter(Handle handle, List<Position> positions) {
    if (positions.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "insert into lambda.replays (stream, partition, record_offset, hour) values (?, ?, ?, ?)");
    positions.forEach(position -> batch.add(stream, position.partition, position.offset, hour));
    batch.execute();
  }
}
