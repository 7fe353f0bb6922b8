package lambda.batch.deadletter;

import static lambda.batch.duckdb.ArchiveColumns.OFFSET;
import static lambda.batch.duckdb.ArchiveColumns.PARTITION;
import static lambda.batch.duckdb.ArchiveColumns.REASON;
import static lambda.store.Sql.text;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.deadletter.ReplayLog.Position;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbFailures;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.kafka.TopicSender;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Sends dead letters to their topic again. Thread-safe.
public final class DeadLetterReplay {
  private static final int BATCH = 1_000;
  private static final Duration TURN = Duration.ofSeconds(5);

  private final Jdbi jdbi;
  private final Manifest manifest;
  private final DuckDb duck;
  private final String kafka;

  /// @param kafka the bootstrap servers
  public DeadLetterReplay(Jdbi jdbi, Manifest manifest, DuckDb duck, String kafka) {
    this.jdbi = jdbi;
    this.manifest = manifest;
    this.duck = duck;
    this.kafka = kafka;
  }

  /// Sends those dead letters of the hour that are events now, each once: what was sent is recorded
  /// batch by batch. If the process dies between the two, the batch is sent again, and its events
  /// are recognised as duplicates by their ids. One replay of an hour at a time.
  public ReplayReport replay(
      StreamDefinition stream, Hour hour, ReplayRequest request, Progress progress) {
    return jdbi.inTransaction(handle -> {
      if (!takesTurn(handle, stream, hour)) {
        throw LambdaException.retryAfter(
            TURN, "another replay of hour %s of %s is running".formatted(hour, stream.name()));
      }
      return replayAlone(stream, hour, request, progress);
    });
  }

  /// Locks the hour's dead letters until the transaction ends.
  ///
  /// @return false if another transaction has locked them
  private static boolean takesTurn(Handle handle, StreamDefinition stream, Hour hour) {
    return handle
        .select(
            "select pg_try_advisory_xact_lock(hashtextextended(?, 0))",
            "replay %s %s".formatted(stream.name(), hour))
        .mapTo(Boolean.class)
        .one();
  }

  private ReplayReport replayAlone(
      StreamDefinition stream, Hour hour, ReplayRequest request, Progress progress) {
    List<String> keys = manifest.keys(stream.name(), hour, Kind.DLQ);
    if (keys.isEmpty()) {
      return ReplayReport.NONE;
    }
    EventDecoder decoder = new EventDecoder(stream);
    ReplayLog sent = new ReplayLog(jdbi, stream.name(), hour);
    Set<Position> done = sent.positions();
    ReplayReport report = ReplayReport.NONE;
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select %s, %s, key, value from %s where contains(%s, %s) order by 1, 2"
                    .formatted(
                        PARTITION, OFFSET, duck.objects(keys), REASON, text(request.reason())));
        TopicSender sender = new TopicSender(kafka, stream.topic())) {
      List<Position> batch = new ArrayList<>();
      while (rows.next()) {
        Position position = new Position(rows.getInt(1), rows.getLong(2));
        byte[] value = changed(rows.getBytes(4), request);
        if (done.contains(position)) {
          report = report.plus(new ReplayReport(0, 0, 1));
        } else if (decoder.decode(value) instanceof Event) {
          sender.send(rows.getBytes(3), value);
          batch.add(position);
          report = report.plus(new ReplayReport(1, 0, 0));
        } else {
          report = report.plus(new ReplayReport(0, 1, 0));
        }
        if (batch.size() == BATCH) {
          sender.flush();
          sent.enter(batch);
          batch.clear();
          progress.report("sent %d dead letters".formatted(report.replayed()), 0, 0);
        }
      }
      sender.flush();
      sent.enter(batch);
    } catch (SQLException e) {
      throw DuckDbFailures.of("read the dead letters of hour " + hour, e);
    }
    return report;
  }

  private static byte[] changed(byte @Nullable [] value, ReplayRequest request) {
    String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
    return request.apply(text).getBytes(StandardCharsets.UTF_8);
  }
}
