package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lambda.batch.BatchLayer;
import lambda.batch.compute.Reconciler;
import lambda.batch.hour.ClosedHour;
import lambda.batch.hour.Progress;
import lambda.core.definition.StreamDefinition;
import lambda.core.hour.Boundary;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import lambda.store.Boundaries;
import lambda.store.StreamPartitions;
import lambda.tests.stack.EmbeddedBatch;
import lambda.tests.stack.TestStack;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A workflow goes on with its next step although Postgres, restored to an earlier state, no longer
/// has the steps before it, or although the hour was reopened. The hour is closed and has no
/// records, so no Kafka is needed.
class HourPipelineTest {
  private static final Hour HOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Progress QUIET = (_, _, _) -> {};

  @TempDir private static Path folder;
  private static EmbeddedBatch embedded;
  private static BatchLayer batch;

  @BeforeAll
  static void start() {
    embedded = new EmbeddedBatch(folder, TestStack.installation().root().resolve("streams"));
    batch = embedded.layer();
    StreamPartitions.register(
        jdbi(), stream().name(), stream().topic(), "its id", Map.of(0, 0L, 1, 0L));
  }

  @AfterAll
  static void stop() {
    embedded.close();
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
    return embedded.jdbi();
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
  void anHourThatIsReopenedIsRecomputedBeforeItIsReconciled() {
    batch.pipeline().recompute(stream(), HOUR, QUIET);
    String before = recomputedAt();

    batch.pipeline().reopen(stream(), HOUR);
    batch.pipeline().reconcile(stream(), HOUR, QUIET);

    assertThat(recomputedAt()).isNotEqualTo(before);
    batch.pipeline().seal(stream(), HOUR);
    assertThat(done()).isEqualTo("archived recomputed reconciled sealed");
  }

  @Test
  void anHourThatIsReopenedWhileItIsReconciledIsNeitherReconciledNorSealed() {
    batch.pipeline().recompute(stream(), HOUR, QUIET);
    batch.pipeline().reopen(stream(), HOUR);

    assertThatThrownBy(() ->
            new Reconciler(jdbi()).reconcile(new ClosedHour(stream(), HOUR, List.of()), QUIET))
        .hasMessageContaining("is due to be recomputed");
    batch.pipeline().seal(stream(), HOUR);

    assertThat(done()).isEqualTo("archived recomputed");
  }

  private static String recomputedAt() {
    return jdbi()
        .withHandle(handle ->
            handle
                .select("select recomputed_at::text from lambda.batch_hours")
                .mapTo(String.class)
                .one());
  }

  @Test
  void anHourThatIsNotReconciledIsNotSealed() {
    batch.pipeline().seal(stream(), HOUR);

    assertThat(done()).isEmpty();
  }
}
