package lambda.tests.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.PlainDuckDb;
import lambda.tests.stack.SharedStack;
import lambda.tests.stack.TestStack;
import lambda.tests.stack.TestStream;
import lambda.workflows.client.TemporalConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Sealed hours are recomputed from the archive. Every test begins and ends with all of them sealed
/// and exact.
@ExtendWith(SharedStack.Extension.class)
class BackfillTest {
  private final TestStack stack;
  private final TestStream stream;
  private final TemporalConnection temporal;

  BackfillTest(SharedStack shared) {
    stack = shared.stack();
    stream = shared.stream("backfilled");
    temporal = new TemporalConnection(stack.localStack().temporal(), "default");
  }

  @BeforeEach
  void seal() throws InterruptedException {
    stream.seal();
  }

  @AfterEach
  void allIsSealedAndExact() throws InterruptedException {
    temporal.close();
    assertThat(stream.unsealedHours()).isZero();
    stream.assertFiguresEqualTheLedger(Where.SERVING);
    stream.assertArchiveIsSound();
  }

  private static void assertAllDone(JsonNode result) {
    assertThat(result.path("done").asInt()).as("%s", result).isEqualTo(SharedStack.HOURS);
  }

  @Test
  void damagedBatchPartialsAreRecomputedAndTheHoursSealedAgain() {
    String before =
        stack.text(
            "select max(sealed_at)::text from lambda.batch_hours where stream = 'backfilled'");
    stack
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute("update batch.backfilled_per_day set sales = sales + 1 where not gone"));

    assertAllDone(stream.run("Backfill", stream.range()));

    assertThat(
            stack.count(
                "select count(*) from lambda.batch_hours where stream = 'backfilled' and sealed_at > timestamptz '%s'"
                    .formatted(before)))
        .as("hours that were sealed again")
        .isEqualTo(SharedStack.HOURS);
  }

  @Test
  void aPausedBackfillWaitsUntilItIsResumed() {
    WorkflowStub backfill = TestStack.workflow(temporal, "Backfill");
    backfill.signalWithStart("pause", new Object[0], new Object[] {stream.range()});
    await()
        .atMost(TestStack.PATIENCE)
        .until(() -> backfill.query("progress", String.class).startsWith("paused: "));

    backfill.signal("resume");

    assertAllDone(backfill.getResult(JsonNode.class));
  }

  @Test
  void twoBackfillsOfTheSameHoursDoNoHarm() {
    WorkflowStub one = stream.start(temporal, "Backfill", stream.range());
    WorkflowStub other = stream.start(temporal, "Backfill", stream.range());

    for (WorkflowStub twin : List.of(one, other)) {
      assertAllDone(twin.getResult(JsonNode.class));
    }
  }

  @Test
  void anHourWhoseFileIsMissingWaitsForIt() throws Exception {
    Path file = stream.objects().getFirst();
    Path away = file.resolveSibling("away");
    Files.move(file, away);
    WorkflowStub backfill = stream.start(temporal, "Backfill", stream.range());
    await().atMost(TestStack.PATIENCE).until(() -> stream.unsealedHours() > 0);
    Files.move(away, file);

    assertAllDone(backfill.getResult(JsonNode.class));
  }

  @Test
  void aCancelledBackfillLeavesFiguresConsistentAndTheNextOneFinishes() throws Exception {
    WorkflowStub backfill = stream.start(temporal, "Backfill", stream.range());
    await().atMost(TestStack.PATIENCE).until(() -> stream.unsealedHours() > 0);
    backfill.cancel();
    assertThatThrownBy(() -> backfill.getResult(JsonNode.class))
        .hasCauseInstanceOf(CanceledFailure.class);
    stream.assertFiguresEqualTheLedger(Where.SERVING);

    assertAllDone(stream.run("Backfill", stream.range()));
  }

  @Test
  void aggregatedFilesHoldTheSameFiguresAsPostgres() throws SQLException {
    List<String> row =
        PlainDuckDb.row(
            "select sum(sales)::bigint, sum(amount)::varchar, count(distinct hour) from read_parquet('%s/**/*.parquet', hive_partitioning = true)"
                .formatted(stack.object("aggregated/backfilled_per_day")));

    assertThat(Long.parseLong(row.getFirst()))
        .isEqualTo(
            stack.count("select sum(sales)::bigint from batch.backfilled_per_day where not gone"));
    assertThat(
            stack.count(
                "select (sum(amount) = %s)::int from batch.backfilled_per_day where not gone"
                    .formatted(row.get(1))))
        .isEqualTo(1);
    assertThat(row.getLast()).isEqualTo(Integer.toString(SharedStack.HOURS));
  }
}
