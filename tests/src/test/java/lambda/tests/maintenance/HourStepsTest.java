package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import lambda.batch.BatchLayer;
import lambda.batch.erasure.Erasure;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.core.view.ViewQuota;
import lambda.store.StreamPartitions;
import lambda.tests.stack.EmbeddedBatch;
import lambda.tests.stack.PlainDuckDb;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What may happen between two steps of an hour that is being sealed. Hours are archived by hand,
/// so no Kafka is needed.
class HourStepsTest {
  private static final Hour FOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Hour FIVE = FOUR.next();
  private static final Progress QUIET = (_, _, _) -> {};
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Visit", "fields": [
        {"name": "id", "type": "string"},
        {"name": "at", "type": "string"},
        {"name": "visitor", "type": "string"}]}
      """;
  private static final String YAML =
      """
      stream: visits
      topic: visits
      partitions: 1
      format: json
      schema: visit.avsc
      id: id
      time: at
      key: visitor
      user: visitor
      views:
        - view: visits_per_visitor
          window: day
          group_by: [visitor]
          measures: { visits: count }
      """;

  @TempDir private static Path folder;
  private static EmbeddedBatch embedded;
  private static BatchLayer batch;

  @BeforeAll
  static void start() throws IOException {
    Path streams = Files.createDirectory(folder.resolve("streams"));
    Files.writeString(streams.resolve("visit.avsc"), SCHEMA);
    Files.writeString(streams.resolve("visits.yaml"), YAML);
    embedded = new EmbeddedBatch(folder, streams, new ViewQuota(2));
    batch = embedded.layer();
    StreamPartitions.register(jdbi(), "visits", "visits", "its id", Map.of(0, 0L));
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  private static Jdbi jdbi() {
    return embedded.jdbi();
  }

  private static StreamDefinition stream() {
    return batch.stream("visits");
  }

  /// Two hours with two visits each. The second visit of the hour five is a duplicate of Eve's in
  /// the hour four, although Ann made it.
  @BeforeEach
  void archiveTwoHours() throws Exception {
    jdbi()
        .useHandle(handle -> {
          handle.execute(
              "truncate lambda.batch_hours, lambda.batch_views, lambda.files, lambda.ranges, lambda.erasures, speed.visits_per_visitor, batch.visits_per_visitor");
          handle.execute("update lambda.partitions set next_offset = 4");
          handle.execute("update lambda.view_positions set next_offset = 4");
        });
    archive(FOUR, 0, "('e1', 'ann')", "('e2', 'eve')");
    archive(FIVE, 2, "('e3', 'ann')", "('e2', 'ann')");
  }

  private static void archive(Hour hour, int first, String... visits)
      throws IOException, SQLException {
    Path file = folder.resolve("visits.parquet");
    PlainDuckDb.write(
        "select 0 as _partition, %d + row_number() over () as _offset, timestamp '2026-11-21 04:10:00' as _event_time, * from (values %s) v(id, visitor)"
            .formatted(first - 1, String.join(", ", visits)),
        file);
    String key = "raw/visits/%s/%s.parquet".formatted(hour.path(), first);
    embedded.store().put(key, file);
    jdbi()
        .useHandle(handle -> {
          handle.execute(
              "insert into lambda.batch_hours (stream, hour, records, archived_at) values ('visits', ?, ?, now())",
              hour,
              visits.length);
          handle.execute(
              "insert into lambda.ranges (stream, partition, first_offset, next_offset, hour, raw_rows, dead_letters, gaps) values ('visits', 0, ?, ?, ?, ?, 0, 0)",
              first,
              first + visits.length,
              hour,
              visits.length);
          handle.execute(
              "insert into lambda.files (key, stream, hour, kind, rows, bytes, sha256) values (?, 'visits', ?, 'raw', ?, ?, '')",
              key,
              hour,
              visits.length,
              Files.size(file));
        });
  }

  private static void eraseEve() {
    assertThat(batch.eraser().erase(stream(), FOUR, new Erasure("request", "eve"), QUIET).events())
        .isEqualTo(1);
  }

  private static List<String> figures() {
    return jdbi()
        .withHandle(handle ->
            handle
                .select(
                    "select visitor || ' ' || visits from serving.visits_per_visitor order by 1")
                .mapTo(String.class)
                .list());
  }

  private static void sealBoth() {
    for (Hour hour : List.of(FOUR, FIVE)) {
      batch.pipeline().reconcile(stream(), hour, QUIET);
      batch.pipeline().seal(stream(), hour);
      assertThat(batch.pipeline().isSealed(stream(), hour)).isTrue();
    }
  }

  private static void recomputeBoth() {
    batch.pipeline().recompute(stream(), FOUR, QUIET);
    batch.pipeline().recompute(stream(), FIVE, QUIET);
    assertThat(figures()).containsExactly("ann 2", "eve 1");
  }

  @Test
  void anHourThatWasRecomputedBeforeAnErasureIsNotSealedWithTheUser() {
    recomputeBoth();

    eraseEve();
    sealBoth();

    assertThat(figures())
        .as("the duplicate of what was erased counts now")
        .containsExactly("ann 3");
  }

  @Test
  void anHourThatWasReconciledBeforeAnErasureIsNotSealedWithTheUser() {
    recomputeBoth();
    batch.pipeline().reconcile(stream(), FOUR, QUIET);
    batch.pipeline().reconcile(stream(), FIVE, QUIET);

    eraseEve();
    batch.pipeline().seal(stream(), FOUR);
    batch.pipeline().seal(stream(), FIVE);
    assertThat(batch.pipeline().isSealed(stream(), FOUR)).isFalse();
    assertThat(batch.pipeline().isSealed(stream(), FIVE)).isFalse();
    sealBoth();

    assertThat(figures()).containsExactly("ann 3");
  }

  @Test
  void anHourInWhichAViewExceedsItsQuotaIsNotServedByBatchAndSaysWhatToDo() throws Exception {
    Hour six = FIVE.next();
    archive(six, 4, "('e4', 'ann')", "('e5', 'bob')", "('e6', 'cid')");

    assertThatThrownBy(() -> batch.pipeline().recompute(stream(), six, QUIET))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining(
            "view visits_per_visitor would have 3 rows in hour 2026-11-21T06:00:00Z, but LAMBDA_VIEW_QUOTA allows 2")
        .hasMessageContaining("raise LAMBDA_VIEW_QUOTA");

    assertThat(figures()).isEmpty();
    recomputeBoth();
  }
}
