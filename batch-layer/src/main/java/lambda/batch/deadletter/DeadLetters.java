package lambda.batch.deadletter;

import static lambda.store.Sql.text;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lambda.batch.archive.ArchiveFile.Kind;
import lambda.batch.archive.Manifest;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbFailures;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.kafka.TopicSender;
import lambda.store.Boundaries;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The malformed records of a stream, as the archive keeps them.
public final class DeadLetters {
  private static final int SAMPLE = 120;
  private static final int BATCH = 1_000;
  private static final Duration TURN = Duration.ofSeconds(5);

  private final Jdbi jdbi;
  private final Manifest manifest;
  private final DuckDb duck;
  private final String kafka;

  public DeadLetters(Jdbi jdbi, Manifest manifest, DuckDb duck, String kafka) {
    this.jdbi = jdbi;
    this.manifest = manifest;
    this.duck = duck;
    this.kafka = kafka;
  }

  private record Position(int partition, long offset) {}

  /// By reason, the most frequent first.
  public List<DeadLetterGroup> byReason(StreamDefinition stream) {
    List<String> keys = manifest.keys(stream.name(), Kind.DLQ);
    if (keys.isEmpty()) {
      return List.of();
    }
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select reason, count(*), min(_timestamp), max(_timestamp),
                  arg_min(_partition, (_timestamp, _partition, _offset)),
                  arg_min(_offset, (_timestamp, _partition, _offset)),
                  arg_min(coalesce(try(decode(value)), hex(value), ''), (_timestamp, _partition, _offset))
                from %s group by reason order by count(*) desc, reason\
                """
                    .formatted(duck.objects(keys)))) {
      List<DeadLetterGroup> groups = new ArrayList<>();
      while (rows.next()) {
        String sample = rows.getString(7);
        groups.add(
            new DeadLetterGroup(
                stream.name(),
                rows.getString(1),
                rows.getLong(2),
                rows.getTimestamp(3).toInstant().toString(),
                rows.getTimestamp(4).toInstant().toString(),
                rows.getInt(5),
                rows.getLong(6),
                sample.length() > SAMPLE ? sample.substring(0, SAMPLE) + "…" : sample));
      }
      return groups;
    } catch (SQLException e) {
      throw DuckDbFailures.of("read the dead letters of " + stream.name(), e);
    }
  }

  /// Sends those dead letters of the hour again that are events now, each once: what is sent is
  /// entered, batch by batch. If the process dies between the two, the batch is sent again, and its
  /// events are recognised as duplicates by their ids. One replay of an hour at a time.
  public ReplayReport replay(
      StreamDefinition stream, Hour hour, ReplayRequest mending, Progress progress) {
    return jdbi.inTransaction(handle -> {
      if (!takesTurn(handle, stream, hour)) {
        throw LambdaException.retryAfter(
            TURN, "another replay of hour %s of %s is under way".formatted(hour, stream.name()));
      }
      return replayAlone(stream, hour, mending, progress);
    });
  }

  /// Whether this transaction has the hour's dead letters until it ends.
  private static boolean takesTurn(Handle handle, StreamDefinition stream, Hour hour) {
    return handle
        .select(
            "select pg_try_advisory_xact_lock(hashtextextended(?, 0))",
            "replay %s %s".formatted(stream.name(), hour))
        .mapTo(Boolean.class)
        .one();
  }

  private ReplayReport replayAlone(
      StreamDefinition stream, Hour hour, ReplayRequest mending, Progress progress) {
    List<String> keys = manifest.keys(stream.name(), hour, Kind.DLQ);
    if (keys.isEmpty()) {
      return ReplayReport.NONE;
    }
    EventDecoder decoder = new EventDecoder(stream);
    Set<Position> done = replayed(stream, hour);
    ReplayReport report = ReplayReport.NONE;
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select _partition, _offset, key, value from %s where contains(reason, %s) order by 1, 2"
                    .formatted(duck.objects(keys), text(mending.reason())));
        TopicSender sender = new TopicSender(kafka, stream.topic())) {
      List<Position> batch = new ArrayList<>();
      while (rows.next()) {
        Position position = new Position(rows.getInt(1), rows.getLong(2));
        byte[] value = mended(rows.getBytes(4), mending);
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
          enter(stream, hour, batch);
          batch.clear();
          progress.report("sent %d dead letters again".formatted(report.replayed()), 0, 0);
        }
      }
      sender.flush();
      enter(stream, hour, batch);
    } catch (SQLException e) {
      throw DuckDbFailures.of("read the dead letters of hour " + hour, e);
    }
    return report;
  }

  private static byte[] mended(byte @Nullable [] value, ReplayRequest mending) {
    String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
    return mending.mend(text).getBytes(StandardCharsets.UTF_8);
  }

  private Set<Position> replayed(StreamDefinition stream, Hour hour) {
    return new HashSet<>(
        jdbi.withHandle(handle ->
            handle
                .select(
                    "select partition, record_offset from lambda.replays where stream = ? and hour"
                        + " = ?",
                    stream.name(),
                    Boundaries.utc(hour))
                .map((row, _) -> new Position(row.getInt(1), row.getLong(2)))
                .list()));
  }

  private void enter(StreamDefinition stream, Hour hour, List<Position> batch) {
    jdbi.useTransaction(handle -> batch.forEach(position -> enter(handle, stream, hour, position)));
  }

  private static void enter(Handle handle, StreamDefinition stream, Hour hour, Position position) {
    handle.execute(
        """
        insert into lambda.replays (stream, partition, record_offset, hour)
        values (?, ?, ?, ?) on conflict do nothing\
        """,
        stream.name(),
        position.partition,
        position.offset,
        Boundaries.utc(hour));
  }
}
