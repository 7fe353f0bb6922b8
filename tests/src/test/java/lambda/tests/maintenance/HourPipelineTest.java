package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.batch.hour.Progress;
import lambda.batch.s3.ObjectStore;
import lambda.core.config.Settings;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import lambda.local.server.NativeTools;
import lambda.store.Boundaries;
import lambda.store.StreamPartitions;
import lambda.store.StreamTables;
import lambda.tests.stack.EmbeddedPostgres;
import lambda.tests.stack.EmbeddedS3;
import lambda.tests.stack.TestStack;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A workflow goes on with its next step although Postgres, restored to an earlier state, no longer
/// has the steps before it. The hour is closed and has no records, so no Kafka is needed.
class HourPipelineTest {
  private static final Hour HOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Progress QUIET = (_, _, _) -> {};

  @TempDir private static Path folder;
  private static EmbeddedPostgres postgres;
  private static EmbeddedS3 s3;
  private static BatchLayer batch;

  @BeforeAll
  static void start() {
    postgres = new EmbeddedPostgres(folder);
    s3 = new EmbeddedS3(folder);
    try (ObjectStore store = new ObjectStore(s3.config())) {
      store.ensureBucket();
    }
    batch = new BatchLayer(config(), InstantSource.system());
    new StreamTables(jdbi()).ensure(batch.streams());
    StreamPartitions.register(
        jdbi(), stream().name(), stream().topic(), "its id", Map.of(0, 0L, 1, 0L));
  }

  private static BatchConfig config() {
    BatchConfig defaults =
        Settings.read(
            Map.of(
                "LAMBDA_STREAMS",
                TestStack.installation().root().resolve("streams").toString(),
                "LAMBDA_WORK",
                folder.toString(),
                "LAMBDA_DUCKDB_HTTPFS",
                new NativeTools(TestStack.installation()).httpfs().toString()),
            BatchConfig::from);
    return new BatchConfig(
        defaults.streams(),
        defaults.kafka(),
        postgres.config(),
        s3.config(),
        defaults.work(),
        defaults.httpfs(),
        defaults.duckdbMemory(),
        defaults.objectRecords(),
        defaults.fileBytes(),
        defaults.tidyAfter(),
        defaults.speedRetention(),
        defaults.grace());
  }

  @AfterAll
  static void stop() {
    batch.close();
    s3.close();
    postgres.close();
  }

  @BeforeEach
  void closeTheHour() {
    jdbi()
        .useHandle(handle -> {
          handle.execute("truncate lambda.batch_hours, lambda.batch_views, lambda.boundaries");
          for (int partition : List.of(0, 1)) {
            Boundaries.decide(
                handle,
                stream().name(),
                List.of(new Boundary(partition, HOUR, 0), new Boundary(partition, HOUR.next(), 0)),
                Layer.BATCH);
          }
          handle.execute(
              "insert into lambda.batch_hours (stream, hour) values (?, ?)", stream().name(), HOUR);
        });
  }

  private static Jdbi jdbi() {
    return postgres.database().jdbi();
  }

  private static StreamDefinition stream() {
    return batch.stream("pageviews");
  }

  private static String done() {
    return jdbi()
        .withHandle(handle ->
            handle
                .select(
                    """
                    select concat_ws(' ', case when archived_at is not null then 'archived' end,
                      case when recomputed_at is not null then 'recomputed' end,
                      case when reconciled_at is not null then 'reconciled' end,
                      case when sealed_at is not null then 'sealed' end)
                    from lambda.batch_hours\
                    """)
                .mapTo(String.class)
                .one());
  }

  @Test
  void anHourIsArchivedBeforeItIsRecomputed() {
    batch.pipeline().recompute(stream(), HOUR, QUIET);

    assertThat(done()).isEqualTo("archived recomputed");
  }

  @Test
  void anHourIsArchivedAndRecomputedBeforeItIsReconciled() {
    batch.pipeline().reconcile(stream(), HOUR, QUIET);

    assertThat(done()).isEqualTo("archived recomputed reconciled");
  }

  @Test
  void anHourThatIsNotReconciledIsNotSealed() {
    batch.pipeline().seal(stream(), HOUR);

    assertThat(done()).isEmpty();
  }
}
