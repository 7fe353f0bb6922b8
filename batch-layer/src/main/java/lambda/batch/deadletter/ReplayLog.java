package lambda.batch.deadletter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/// The dead letters of an hour that were sent again, as `lambda.replays` lists them. Thread-safe.
final class ReplayLog {
  private final Jdbi jdbi;
  private final String stream;
  private final Hour hour;

  ReplayLog(Jdbi jdbi, String stream, Hour hour) {
    this.jdbi = jdbi;
    this.stream = stream;
    this.hour = hour;
  }

  /// Where a dead letter is in Kafka's log.
  record Position(int partition, long offset) {}

  Set<Position> positions() {
    return new HashSet<>(
        jdbi.withHandle(handle ->
            handle
                .select(
                    "select partition, record_offset from lambda.replays where stream = ? and hour = ?",
                    stream,
                    hour)
                .map((row, _) -> new Position(row.getInt(1), row.getLong(2)))
                .list()));
  }

  /// Records positions as sent; those recorded before stay.
  void enter(List<Position> positions) {
    if (positions.isEmpty()) {
      return;
    }
    jdbi.useTransaction(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              insert into lambda.replays (stream, partition, record_offset, hour)
              values (?, ?, ?, ?) on conflict do nothing\
              """);
      positions.forEach(position -> batch.add(stream, position.partition, position.offset, hour));
      batch.execute();
    });
  }
}
