package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.batch.erasure.Erasure;
import lambda.batch.hour.Progress;
import lambda.batch.maintenance.RebuildReport;
import lambda.batch.s3.ObjectStore;
import lambda.batch.s3.ObjectStore.Listed;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.local.server.NativeTools;
import lambda.store.StreamTables;
import lambda.tests.stack.EmbeddedKafka;
import lambda.tests.stack.EmbeddedPostgres;
import lambda.tests.stack.EmbeddedS3;
import lambda.tests.stack.TestStack;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Postgres loses its manifest, and gets it back from the bucket. The archive has an hour that was
/// never touched, one that was compacted, one that was repaired, one from which a user was erased
/// after a compaction, one that only the erased user had a record in, and one without a record.
class ManifestRebuildTest {
  private static final Progress QUIET = (_, _, _) -> {};
  private static final String ERASED = "alice";
  private static final int EVENTS = 30;

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Visit", "fields": [
        {"name": "id", "type": "string"}, {"name": "at", "type": "long"},
        {"name": "who", "type": "string"}]}
      """;

  private static final String YAML =
      """
      stream: visits
      topic: visits
      partitions: 2
      format: json
      schema: visits.avsc
      id: id
      time: at
      key: id
      user: who
      views:
        - view: visits_per_hour
          window: hour
          group_by: [who]
          measures: { visits: count }
      """;

  /// What must be the same after a rebuild.
  private static final List<String> MANIFEST =
      List.of(
          "select string_agg(format('%s %s %s %s %s', key, hour, kind, rows, sha256), E'\\n' order by key) from lambda.files where replaced_at is null",
          "select string_agg(format('%s %s-%s %s %s %s %s', partition, first_offset, next_offset, hour, raw_rows, dead_letters, gaps), E'\\n' order by partition, first_offset) from lambda.ranges",
          "select string_agg(format('%s %s %s', hour, records, dead_letters), E'\\n' order by hour) from lambda.batch_hours where archived_at is not null",
          "select string_agg(format('%s %s %s %s', request, hour, events, dead_letters), E'\\n' order by request, hour) from lambda.erasures where events > 0");

  private static final String FIGURES =
      "select string_agg(format('%s %s %s', hour, who, visits), E'\\n' order by hour, who) from batch.visits_per_hour where not gone";

  @TempDir private static Path folder;
  private static EmbeddedPostgres postgres;
  private static EmbeddedS3 s3;
  private static EmbeddedKafka kafka;
  private static ObjectStore store;
  private static BatchLayer batch;
  private static Hour first;
  private static int sent;

  @BeforeAll
  static void archive() throws IOException {
    postgres = new EmbeddedPostgres(folder.resolve("postgres"), 3);
    s3 = new EmbeddedS3(folder.resolve("s3"));
    kafka = new EmbeddedKafka(folder.resolve("kafka"));
    store = new ObjectStore(s3.config());
    store.ensureBucket();
    Path streams = Files.createDirectories(folder.resolve("streams"));
    Files.writeString(streams.resolve("visits.yaml"), YAML);
    Files.writeString(streams.resolve("visits.avsc"), SCHEMA);
    kafka.createTopic("visits", 2, Map.of());
    batch = new BatchLayer(config(streams), InstantSource.system());
    new StreamTables(jdbi()).ensure(batch.streams());
    first = Hour.of(InstantSource.system().instant().minus(Duration.ofHours(8)));
    send();
    hours().forEach(hour -> batch.pipeline().recompute(stream(), hour, QUIET));
    batch.maintenance().compact(stream(), hour(1), QUIET);
    repair(hour(2));
    batch.maintenance().compact(stream(), hour(3), QUIET);
    hours()
        .forEach(
            hour -> batch.eraser().erase(stream(), hour, new Erasure("request", ERASED), QUIET));
    hours().forEach(hour -> batch.pipeline().recompute(stream(), hour, QUIET));
    batch.maintenance().cleanUp(stream(), QUIET);
  }

  private static BatchConfig config(Path streams) {
    BatchConfig defaults =
        Settings.read(
            Map.of(
                "LAMBDA_KAFKA",
                kafka.bootstrap(),
                "LAMBDA_WORK",
                folder.resolve("work").toString(),
                "LAMBDA_DUCKDB_HTTPFS",
                new NativeTools(TestStack.installation()).httpfs().toString()),
            BatchConfig::from);
    return new BatchConfig(
        streams,
        defaults.kafka(),
        postgres.config(),
        s3.config(),
        defaults.work(),
        defaults.httpfs(),
        defaults.duckdbMemory(),
        8,
        defaults.fileBytes(),
        defaults.viewQuota(),
        Duration.ZERO,
        defaults.speedRetention(),
        Duration.ZERO);
  }

  @AfterAll
  static void stop() {
    batch.close();
    store.close();
    kafka.close();
    s3.close();
    postgres.close();
  }

  private static Jdbi jdbi() {
    return postgres.database().jdbi();
  }

  private static StreamDefinition stream() {
    return batch.stream("visits");
  }

  private static Hour hour(int index) {
    return Hour.of(first.start().plus(Duration.ofHours(index)));
  }

  private static List<Hour> hours() {
    return IntStream.range(0, 6).mapToObj(ManifestRebuildTest::hour).toList();
  }

  private static void send() {
    try (Producer<byte[], byte[]> producer = kafka.producer(Map.of())) {
      for (int i = 0; i < 4; i++) {
        for (int event = 0; event < EVENTS; event++) {
          send(producer, hour(i), event % 2, "{\"id\": \"%d\", \"at\": %d, \"who\": \"%s\"}");
        }
        send(producer, hour(i), 0, "not an event");
      }
      send(producer, hour(4), 0, "{\"id\": \"%d\", \"at\": %d, \"who\": \"alice\"}");
      for (int partition : List.of(0, 1)) {
        send(producer, hour(6), partition, "{\"id\": \"%d\", \"at\": %d, \"who\": \"%s\"}");
      }
    }
  }

  private static void send(
      Producer<byte[], byte[]> producer, Hour hour, int partition, String text) {
    Instant time = hour.start().plusSeconds(60);
    String who = List.of(ERASED, "bob", "carol").get(sent % 3);
    String value = text.formatted(sent++, time.toEpochMilli(), who);
    var _ =
        producer.send(
            new ProducerRecord<>(
                "visits",
                partition,
                time.toEpochMilli(),
                null,
                value.getBytes(StandardCharsets.UTF_8)));
    producer.flush();
  }

  private static void repair(Hour hour) {
    store.delete(objects("raw/visits/" + hour.path()).getFirst());
    assertThat(batch.maintenance().repair(stream(), hour, QUIET).broken()).hasSize(1);
  }

  private static List<String> objects(String prefix) {
    return store.list(prefix).stream().map(Listed::key).toList();
  }

  private static String text(String sql) {
    return jdbi()
        .withHandle(handle -> String.valueOf(handle.select(sql).mapTo(String.class).one()));
  }

  private static List<String> manifest() {
    return MANIFEST.stream().map(ManifestRebuildTest::text).toList();
  }

  private static void execute(String sql) {
    jdbi().useHandle(handle -> handle.execute(sql));
  }

  private static RebuildReport rebuild(boolean apply) {
    return batch.maintenance().rebuildManifest(stream(), apply, QUIET);
  }

  /// What Postgres has of the archive and its figures is gone.
  private static void lose() {
    execute(
        """
        truncate lambda.files, lambda.ranges, lambda.erasures, lambda.losses, lambda.boundaries,
          lambda.batch_hours, lambda.batch_views, lambda.uploads, batch.visits_per_hour\
        """);
  }

  private static List<String> restoredHours() {
    return hours().stream().map(Hour::toString).toList();
  }

  @Test
  void aLostManifestIsRestoredWithEveryRecordAlthoughKafkaNoLongerHasThem() {
    List<String> before = manifest();
    String figures = text(FIGURES);
    assertThat(figures).contains("bob").doesNotContain(ERASED);
    kafka.deleteBefore("visits", 0, 60);
    kafka.deleteBefore("visits", 1, 60);
    lose();

    RebuildReport planned = rebuild(false);
    assertThat(planned.problems()).isEmpty();
    assertThat(planned.restored()).isEqualTo(restoredHours());
    assertThat(text("select count(*) from lambda.files")).isEqualTo("0");

    assertThat(rebuild(true))
        .isEqualTo(
            new RebuildReport(
                "visits",
                true,
                6,
                restoredHours(),
                restoredHours().subList(0, 5),
                List.of(),
                List.of()));
    assertThat(manifest()).isEqualTo(before);
    assertThat(rebuild(true).restored()).as("a second time").isEmpty();
    hours().forEach(hour -> batch.pipeline().recompute(stream(), hour, QUIET));
    assertThat(text(FIGURES)).isEqualTo(figures);
    assertThat(batch.maintenance().verify(stream(), QUIET).problems()).isEmpty();
  }

  @Test
  void anEarlierStateOfPostgresBringsNoReplacedOrErasedRecordBack() {
    execute("create schema earlier");
    for (String table : List.of("files", "ranges", "erasures", "batch_hours")) {
      execute("create table earlier.%1$s as select * from lambda.%1$s".formatted(table));
    }
    batch.maintenance().compact(stream(), hour(0), QUIET);
    hours()
        .forEach(
            hour -> batch.eraser().erase(stream(), hour, new Erasure("later", "carol"), QUIET));
    hours().forEach(hour -> batch.pipeline().recompute(stream(), hour, QUIET));
    batch.maintenance().cleanUp(stream(), QUIET);
    List<String> before = manifest();
    String figures = text(FIGURES);
    for (String table : List.of("files", "ranges", "erasures", "batch_hours")) {
      execute("truncate lambda." + table);
      execute("insert into lambda.%1$s select * from earlier.%1$s".formatted(table));
    }

    RebuildReport report = rebuild(true);

    assertThat(report.restored()).contains(hour(0).toString(), hour(3).toString());
    assertThat(report.problems()).isEmpty();
    assertThat(report.erased()).isNotEmpty();
    assertThat(manifest()).isEqualTo(before);
    hours().forEach(hour -> batch.pipeline().recompute(stream(), hour, QUIET));
    assertThat(text(FIGURES)).isEqualTo(figures).doesNotContain("carol");
    execute("drop schema earlier cascade");
  }

  @Test
  void anObjectThatNoManifestListsIsNotTakenButCleanedUp() throws IOException {
    List<String> before = manifest();
    String orphan =
        "raw/visits/%s/visits-p0-00000000000000000000-00000000000000000008-repaired-x.parquet"
            .formatted(hour(0).path());
    store.put(orphan, Files.writeString(folder.resolve("orphan"), ERASED));
    lose();

    assertThat(rebuild(true).replaced()).containsExactly(orphan);

    assertThat(manifest()).isEqualTo(before);
    batch.maintenance().cleanUp(stream(), QUIET);
    assertThat(objects("")).noneMatch(key -> key.contains("-repaired-x"));
  }

  @Test
  void anHourThatPostgresDecidedOtherwiseIsNamedAndLeftAsItIs() {
    List<String> before = manifest();
    lose();
    execute(
        "insert into lambda.boundaries (stream, partition, hour, first_offset, decided_by) values ('visits', 0, '%s', 1, 'speed')"
            .formatted(hour(1)));

    RebuildReport report = rebuild(true);

    assertThat(report.problems())
        .anyMatch(problem ->
            problem.startsWith("hour " + hour(1))
                && problem.contains(
                    "Postgres has the hour %s begin at offset 1".formatted(hour(1))));
    assertThat(report.restored()).doesNotContain(hour(1).toString()).contains(hour(3).toString());
    execute("delete from lambda.boundaries where first_offset = 1");
    assertThat(rebuild(true).problems()).isEmpty();
    assertThat(manifest()).isEqualTo(before);
  }

  @Test
  void recordsOfATopicThatWasDeletedAndCreatedAgainAreNotMixedWithOthers() {
    List<String> before = manifest();
    String key = objects("manifest/visits/" + hour(0).path()).getFirst();
    String json = new String(store.bytes(key), StandardCharsets.UTF_8);
    String other = "manifest/visits/%s/%020d.json".formatted(hour(0).path(), 99);
    store.putIfAbsent(
        other,
        json.replaceFirst("\"topicId\": \"[^\"]*\"", "\"topicId\": \"gone\"")
            .getBytes(StandardCharsets.UTF_8));
    lose();

    assertThat(rebuild(true).problems())
        .singleElement()
        .asString()
        .contains("it was deleted and created again");

    store.delete(other);
    assertThat(rebuild(true).problems()).isEmpty();
    assertThat(manifest()).isEqualTo(before);
  }

  @Test
  void aDatabaseThatDoesNotKnowOfAnErasureMayNotReplaceTheManifest() {
    String folder = "manifest/visits/%s/".formatted(hour(5).path());
    String json = new String(store.bytes(objects(folder).getFirst()), StandardCharsets.UTF_8);
    long next =
        Long.parseLong(
            text(
                "select manifest_revision + 1 from lambda.batch_hours where hour = '%s'"
                    .formatted(hour(5))));
    String other = "%s%020d.json".formatted(folder, next);
    String change =
        "update lambda.batch_hours set manifest_revision = manifest_revision + 1 where hour = '%s'"
            .formatted(hour(5));
    store.putIfAbsent(
        other,
        json.replace(
                "\"erasures\": [",
                "\"erasures\": [{\"request\": \"unknown\", \"events\": 1, \"deadLetters\": 0}")
            .getBytes(StandardCharsets.UTF_8));
    execute(change);

    assertThatThrownBy(() -> batch.pipeline().archive(stream(), hour(5), QUIET))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("verify archive --rebuild-manifest");

    store.delete(other);
    String higher = "%s%020d.json".formatted(folder, next + 5);
    store.putIfAbsent(higher, json.getBytes(StandardCharsets.UTF_8));
    batch.pipeline().archive(stream(), hour(5), QUIET);
    assertThat(objects(folder)).containsExactly("%s%020d.json".formatted(folder, next + 6));
  }
}
