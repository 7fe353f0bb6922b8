package lambda.speed.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.parse.StreamParser;
import lambda.core.view.ViewQuota;
import lambda.store.Database;
import lambda.store.StreamPartitions;
import lambda.store.StreamTables;
import lambda.tests.stack.EmbeddedPostgres;
import lambda.tests.stack.ScratchFolder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Flushes that meet other transactions in the same rows: those of a second process of the speed
/// layer, or somebody's own statements.
class ConcurrentFlushTest {
  private static final long START = Hour.parse("2026-11-21T04:00:00Z").start().toEpochMilli();

  private static final ViewQuota UNLIMITED = new ViewQuota(Long.MAX_VALUE);

  private static final String SCHEMA =
      """
      {"type": "record", "name": "E", "fields": [
        {"name": "id", "type": "string"}, {"name": "at", "type": "long"},
        {"name": "shop", "type": "string"}]}
      """;
  private static final String FIRST_VIEW =
      "  - { view: a, window: day, group_by: [shop], measures: { n: count } }\n";
  private static final String SECOND_VIEW =
      "  - { view: raw_crossed, window: month, group_by: [shop], measures: { n: count } }\n";

  private static ScratchFolder folder;
  private static EmbeddedPostgres postgres;

  private final MeterRegistry registry = new SimpleMeterRegistry();

  @BeforeAll
  static void start() {
    folder = new ScratchFolder();
    postgres = new EmbeddedPostgres(folder.path());
  }

  @AfterAll
  static void stop() {
    postgres.close();
    folder.close();
  }

  @BeforeEach
  void empty() {
    StreamDefinition stream = stream(FIRST_VIEW + SECOND_VIEW);
    new StreamTables(postgres.database().jdbi()).ensure(new Streams(List.of(stream)));
    StreamPartitions.register(
        postgres.database().jdbi(), stream.name(), stream.topic(), "topic", Map.of(0, 0L, 1, 0L));
    postgres
        .database()
        .jdbi()
        .useHandle(handle -> {
          handle.execute(
              "truncate speed.a, speed.raw_crossed, lambda.boundaries, lambda.view_rows, crossed");
          handle.execute("update lambda.partitions set next_offset = 0");
          handle.execute("update lambda.view_positions set first_offset = 0, next_offset = 0");
        });
  }

  /// @param views in the order in which the process's file declares them
  private static StreamDefinition stream(String views) {
    return new StreamParser("s.yaml", _ -> SCHEMA)
        .parse(
            """
            stream: crossed
            topic: crossed
            partitions: 2
            format: json
            schema: s.avsc
            id: id
            time: at
            key: id
            raw_sink: crossed
            views:
            """
                + views);
  }

  @Test
  void viewsAreLockedByNameInWhateverOrderTheyAreDeclared() {
    SpeedReplay speed = new SpeedReplay(stream(SECOND_VIEW + FIRST_VIEW));
    speed.add(record(0, 0, "1", "x"));
    speed.flush(postgres.database().jdbi());
    speed.add(record(0, 1, "2", "x"));
    try (Database flushing = postgres.connect(1);
        Database meddling = postgres.connect(1)) {
      meddling
          .jdbi()
          .useTransaction(handle -> {
            touch(handle, "x");
            CompletableFuture<Void> flush =
                CompletableFuture.runAsync(() -> speed.flush(flushing.jdbi()));
            await().atMost(Duration.ofSeconds(20)).until(() -> isWaiting(handle));
            List<String> free =
                handle
                    .select("select shop from speed.raw_crossed for update skip locked")
                    .mapTo(String.class)
                    .list();
            handle.commit();
            flush.join();

            assertThat(free).containsExactly("x");
          });
    }
    assertThat(count("a")).isEqualTo(2);
  }

  @Test
  void viewNamedLikeTheStagedRowsOfARawSinkKeepsItsOwn() {
    SpeedReplay speed = new SpeedReplay(stream(FIRST_VIEW + SECOND_VIEW));
    speed.add(record(0, 0, "1", "x"));
    speed.add(record(0, 1, "2", "x"));
    speed.flush(postgres.database().jdbi());

    assertThat(count("raw_crossed")).isEqualTo(2);
    assertThat(number("select count(*) from crossed")).isEqualTo(2);
    assertThat(number("select count(*) from speed.raw_crossed")).isEqualTo(1);
  }

  @Test
  void flushThatLosesADeadlockIsRepeatedWithWhatWasFolded() {
    IngestMetrics metrics = new IngestMetrics(registry, "crossed");
    SpeedReplay speed = new SpeedReplay(stream(FIRST_VIEW + SECOND_VIEW));
    speed.add(record(0, 0, "1", "a"));
    speed.add(record(0, 1, "2", "b"));
    speed.flush(postgres.database().jdbi());
    speed.add(record(0, 2, "3", "a"));
    speed.add(record(0, 3, "4", "b"));
    try (Database flushing = postgres.connect(1);
        Database meddling = postgres.connect(1)) {
      meddling
          .jdbi()
          .useTransaction(handle -> {
            handle.execute("set local deadlock_timeout = '1min'");
            touch(handle, "b");
            CompletableFuture<Void> flush =
                CompletableFuture.runAsync(() -> speed.flush(flushing.jdbi(), UNLIMITED, metrics));
            await().atMost(Duration.ofSeconds(20)).until(() -> isWaiting(handle));
            touch(handle, "a");
            handle.commit();
            flush.join();
          });
    }

    assertThat(registry.get("lambda.speed.flush.conflicts").counter().count()).isPositive();
    assertThat(count("a")).isEqualTo(4);
    assertThat(count("raw_crossed")).isEqualTo(4);
  }

  @Test
  void flushThatWouldExceedAViewsQuotaStoresNothingAndGoesOnOnceTheQuotaIsRaised() {
    IngestMetrics metrics = new IngestMetrics(registry, "crossed");
    ViewQuota two = new ViewQuota(2);
    SpeedReplay speed = new SpeedReplay(stream(FIRST_VIEW + SECOND_VIEW));
    speed.add(record(0, 0, "1", "x"));
    speed.add(record(0, 1, "2", "y"));
    speed.flush(postgres.database().jdbi(), two, metrics);
    speed.add(record(0, 2, "3", "x"));
    speed.flush(postgres.database().jdbi(), two, metrics);
    assertThat(count("a")).as("a known key needs no new row").isEqualTo(3);

    speed.add(record(0, 3, "4", "z"));
    assertThatThrownBy(() -> speed.flush(postgres.database().jdbi(), two, metrics))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining(
            "view a would have 3 rows in hour 2026-11-21T04:00:00Z, but LAMBDA_VIEW_QUOTA allows 2");

    assertThat(count("a")).isEqualTo(3);
    assertThat(number("select next_offset from lambda.partitions where partition = 0"))
        .isEqualTo(3);
    assertThat(number("select rows from lambda.view_rows where view = 'a'")).isEqualTo(2);
    assertThat(registry.get("lambda.speed.view.rows").tag("view", "a").gauge().value())
        .isEqualTo(3);
    speed.flush(postgres.database().jdbi(), new ViewQuota(3), metrics);
    assertThat(count("a")).isEqualTo(4);
    assertThat(number("select rows from lambda.view_rows where view = 'a'")).isEqualTo(3);
  }

  @Test
  void rowsThatTwoOwnersOfAStreamInsertCountTogether() {
    StreamDefinition stream = stream(FIRST_VIEW + SECOND_VIEW);
    IngestMetrics metrics = new IngestMetrics(registry, "crossed");
    SpeedReplay one = new SpeedReplay(stream);
    SpeedReplay other = new SpeedReplay(stream);
    one.add(record(0, 0, "1", "x"));
    one.flush(postgres.database().jdbi());
    other.add(record(1, 0, "2", "x"));
    other.add(record(1, 1, "3", "y"));

    assertThatThrownBy(() -> other.flush(postgres.database().jdbi(), new ViewQuota(1), metrics))
        .hasMessageContaining("view a would have 2 rows");
    other.flush(postgres.database().jdbi(), new ViewQuota(2), metrics);

    assertThat(number("select rows from lambda.view_rows where view = 'raw_crossed'")).isEqualTo(2);
  }

  private static void touch(Handle handle, String shop) {
    handle.execute("update speed.a set gone = gone where shop = ?", shop);
  }

  private static boolean isWaiting(Handle handle) {
    return handle
        .select("select exists (select from pg_locks where not granted)")
        .mapTo(Boolean.class)
        .one();
  }

  private static long count(String view) {
    return number("select sum(n)::bigint from speed." + view);
  }

  private static long number(String sql) {
    return postgres
        .database()
        .jdbi()
        .withHandle(handle -> handle.select(sql).mapTo(Long.class).one());
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, long offset, String id, String shop) {
    byte[] value =
        "{\"id\":\"%s\",\"at\":%d,\"shop\":\"%s\"}"
            .formatted(id, START, shop)
            .getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(
        "crossed",
        partition,
        offset,
        START,
        TimestampType.CREATE_TIME,
        0,
        value.length,
        new byte[0],
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}
