package lambda.batch.deadletter;

import static lambda.batch.duckdb.ArchiveColumns.KEY;
import static lambda.batch.duckdb.ArchiveColumns.OFFSET;
import static lambda.batch.duckdb.ArchiveColumns.PARTITION;
import static lambda.batch.duckdb.ArchiveColumns.REASON;
import static lambda.batch.duckdb.ArchiveColumns.RECORD_VALUE;
import static lambda.store.Sql.text;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.archive.ReadFailures;
import lambda.batch.deadletter.ReplayBatches.Letter;
import lambda.batch.deadletter.ReplayLog.Position;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Hour;
import lambda.kafka.TopicSender;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Sends dead letters to their topic again. Thread-safe.
public final class DeadLetterReplay {
  private final Jdbi jdbi;
  private final Manifest manifest;
  private final DuckDb duck;
  private final ReadFailures failures;
  private final String kafka;
  private final InstantSource clock;

  /// @param kafka the bootstrap servers
  public DeadLetterReplay(
      Jdbi jdbi,
      Manifest manifest,
      DuckDb duck,
      ReadFailures failures,
      String kafka,
      InstantSource clock) {
    this.jdbi = jdbi;
    this.manifest = manifest;
    this.duck = duck;
    this.failures = failures;
    this.kafka = kafka;
    this.clock = clock;
  }

  /// Sends those dead letters of the hour that are events now, each once, in [ReplayBatches]. If
  /// the process dies in the middle of a batch, the batch is sent again, and its events are
  /// recognised as duplicates by their ids.
  public ReplayReport replay(
      StreamDefinition stream, Hour hour, ReplayRequest request, Progress progress) {
    List<String> keys = manifest.keys(stream.name(), hour, Kind.DLQ);
    if (keys.isEmpty()) {
      return ReplayReport.NONE;
    }
    EventDecoder decoder = new EventDecoder(stream);
    long malformed = 0;
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select(keys, request));
        TopicSender sender = new TopicSender(kafka, stream.topic())) {
      ReplayBatches batches =
          new ReplayBatches(
              jdbi, new ReplayLog(stream.name(), hour), letters -> send(sender, letters));
      while (rows.next()) {
        byte @Nullable [] value = changed(rows.getBytes(4), request);
        if (value == null || !(decoder.decode(value, Hour.of(clock.instant())) instanceof Event)) {
          malformed++;
          continue;
        }
        Position position = new Position(rows.getInt(1), rows.getLong(2));
        if (batches.add(new Letter(position, rows.getBytes(3), value))) {
          progress.report("sending dead letters; the last was at " + position, 0, 0);
        }
      }
      return batches.finish().plus(new ReplayReport(0, malformed, 0));
    } catch (SQLException e) {
      throw failures.of(
          "read the dead letters of hour %s of %s".formatted(hour, stream.name()), e, keys);
    }
  }

  private String select(List<String> keys, ReplayRequest request) {
    return "select %1$s, %2$s, %3$s, %4$s from %5$s where contains(%6$s, %7$s) order by 1, 2"
        .formatted(
            PARTITION,
            OFFSET,
            KEY,
            RECORD_VALUE,
            duck.objects(keys),
            REASON,
            text(request.reason()));
  }

  private static byte @Nullable [] changed(byte @Nullable [] value, ReplayRequest request) {
    return value == null ? null : request.apply(value);
  }

  private static void send(TopicSender sender, List<Letter> letters) {
    letters.forEach(letter -> sender.send(letter.key, letter.value));
    sender.flush();
  }
}
