package lambda.tests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.core.config.Settings;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.PlainDuckDb;
import lambda.tests.stack.StepGate;
import lambda.tests.stack.TestStack;
import lambda.tests.stack.TestWorker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The batch layer while its servers fail: its result is exact, or it says clearly what is wrong
/// and continues once that is fixed. Each test uses two hours that no other test touches; the
/// tests' own worker reaches S3 through a [FaultyProxy].
class FaultTest {
  private static final String STREAM = "transactions";
  private static final int HOURS = 40;
  private static final long LARGE = 1L << 30;

  @TempDir static Path folder;

  private static TestStack stack;
  private static FaultyProxy proxy;
  private static TestWorker worker;
  private static List<String> hours;
  private static int taken;

  @BeforeAll
  static void sendManyHours() throws InterruptedException {
    stack = TestStack.start(folder.resolve("home"), Map.of());
    proxy = new FaultyProxy(stack.localStack().ports().s3());
    worker = new TestWorker(stack, "faults", folder.resolve("worker"));
    worker
        .with("LAMBDA_S3", "http://127.0.0.1:" + proxy.port())
        .with("LAMBDA_OBJECT_RECORDS", "100")
        .with("LAMBDA_TIDY_AFTER", "PT1S")
        .with("LAMBDA_SPEED_RETENTION", "PT1S");
    stack.send(
        "--stream",
        STREAM,
        "--backfill",
        "PT" + HOURS + "H",
        "--events-per-day",
        "15000",
        "--late",
        "0.1",
        "--duplicates",
        "0.05",
        "--malformed",
        "0.05",
        "--ledger",
        ledger().toString());
    assertFiguresEqualTheLedger();
    hours = stack.hours(STREAM, HOURS);
  }

  @AfterAll
  static void end() {
    worker.close();
    proxy.close();
    stack.close();
  }

  @BeforeEach
  void startWorker() {
    proxy.set(FaultyProxy.Fault.NONE);
    worker.start();
  }

  @AfterEach
  void endWorker() {
    worker.kill();
  }

  private static Path ledger() {
    return folder.resolve("ledger.json");
  }

  private static void assertFiguresEqualTheLedger() throws InterruptedException {
    stack.assertFiguresEqual(STREAM, ledger(), Where.SERVING);
  }

  /// An hour that no test has used yet; the one before it is archived with it.
  private static Map<String, Object> freshHour() {
    taken += 2;
    return Map.of("stream", STREAM, "hour", hours.get(taken - 1));
  }

  private static Map<String, Object> rangeOf(Map<String, Object> hour) {
    Instant from = Instant.parse(String.valueOf(hour.get("hour")));
    return Map.of(
        "stream", STREAM, "from", from.toString(), "to", from.plus(1, ChronoUnit.HOURS).toString());
  }

  private static void awaitTrouble(WorkflowStub workflow, Predicate<String> message) {
    await()
        .atMost(TestStack.PATIENCE)
        .until(() -> worker.troubles(workflow).stream().anyMatch(message));
  }

  private static void assertSealed(WorkflowStub workflow) throws InterruptedException {
    JsonNode report = workflow.getResult(JsonNode.class);
    assertThat(report.path("state").asText()).as("%s", report).isEqualTo("sealed");
    assertThat(report.path("differences").asLong()).as("%s", report).isZero();
    assertAllIsExact();
  }

  private static void assertAllIsExact() throws InterruptedException {
    stack.assertArchiveIsSound(STREAM);
    assertFiguresEqualTheLedger();
  }

  @Test
  void anS3ThatRefusesIsWaitedFor() throws InterruptedException {
    proxy.set(FaultyProxy.Fault.REFUSE);
    WorkflowStub workflow = worker.start("LambdaHour", freshHour());
    awaitTrouble(
        workflow,
        text -> text.contains("S3 at http://127.0.0.1") && text.contains("cannot be reached"));

    proxy.set(FaultyProxy.Fault.NONE);

    assertSealed(workflow);
  }

  @Test
  void uploadsThatBreakOffInTheMiddleLeaveNothingBehind() throws InterruptedException {
    proxy.set(FaultyProxy.Fault.CUT);
    WorkflowStub workflow = worker.start("LambdaHour", freshHour());
    await().atMost(TestStack.PATIENCE).until(() -> proxy.hit() > 3);

    proxy.set(FaultyProxy.Fault.NONE);

    assertSealed(workflow);
  }

  @Test
  void aSlowS3OnlyTakesLonger() throws InterruptedException {
    proxy.set(FaultyProxy.Fault.SLOW);

    assertSealed(worker.start("LambdaHour", freshHour()));
    assertThat(proxy.hit()).isGreaterThan(100);
  }

  @Test
  void tooLittleMemoryIsReportedAndMoreMemoryFixesIt() throws InterruptedException {
    worker.kill();
    worker.with("LAMBDA_DUCKDB_MEMORY", "1MB").start();
    WorkflowStub workflow = worker.start("LambdaHour", freshHour());
    awaitTrouble(workflow, text -> text.contains("LAMBDA_DUCKDB_MEMORY"));

    worker.kill();
    worker.with("LAMBDA_DUCKDB_MEMORY", "1GB").start();

    assertSealed(workflow);
  }

  @Test
  void killedKafkaIsWaitedFor() throws InterruptedException {
    stack.kill("kafka");

    assertSealed(worker.start("LambdaHour", freshHour()));
  }

  @Test
  void killedPostgresIsWaitedForInTheMiddleOfAStep() throws InterruptedException {
    WorkflowStub workflow;
    try (StepGate gate = new StepGate(stack.database().jdbi(), "lambda.batch_hours")) {
      gate.shut();
      workflow = worker.start("LambdaHour", freshHour());
      await().atMost(TestStack.PATIENCE).until(gate::hasWaiters);
      stack.kill("postgres");
      gate.abandon();
    }

    assertSealed(workflow);
  }

  @Test
  void twoWorkersThatDivideAnHourDifferentlyArchiveEachRecordOnce() throws InterruptedException {
    Map<String, Object> hour = freshHour();
    CompletableFuture<Void> one = CompletableFuture.runAsync(() -> archive(hour, 70, LARGE));
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> archive(hour, 110, LARGE));
    one.join();
    other.join();

    assertSealed(worker.start("LambdaHour", hour));
  }

  private static boolean mayPass(Throwable failure) {
    return failure instanceof LambdaException known && known.category() == Category.RETRY;
  }

  @Test
  void anObjectEndsWhenItsRecordsAreLargeEnough() throws InterruptedException {
    Map<String, Object> hour = freshHour();

    archive(hour, 1_000, 10_000);

    long most =
        stack.count(
            "select max(next_offset - first_offset) from lambda.ranges where stream = '%s' and hour = '%s'"
                .formatted(STREAM, hour.get("hour")));
    assertThat(most).isBetween(10L, 60L);
    assertSealed(worker.start("LambdaHour", hour));
  }

  private static void archive(Map<String, Object> hour, int objectRecords, long fileBytes) {
    BatchConfig config = Settings.read(stack.localStack().environment(), BatchConfig::from);
    BatchConfig own =
        new BatchConfig(
            config.streams(),
            config.kafka(),
            config.postgres(),
            config.s3(),
            folder.resolve("work"),
            config.httpfs(),
            config.duckdbMemory(),
            objectRecords,
            fileBytes,
            config.viewQuota(),
            config.tidyAfter(),
            config.speedRetention(),
            config.grace());
    try (BatchLayer batch = new BatchLayer(own, InstantSource.system())) {
      Hour start = Hour.parse(String.valueOf(hour.get("hour")));
      batch.pipeline().close(batch.stream(STREAM), start);
      // A transient failure is retried, as the activity would do.
      await()
          .atMost(TestStack.PATIENCE)
          .ignoreExceptionsMatching(FaultTest::mayPass)
          .untilAsserted(
              () -> batch.pipeline().archive(batch.stream(STREAM), start, (_, _, _) -> {}));
    }
  }

  @Test
  void aWorkerKilledAtEveryStepOfAnHourStillSealsIt() throws InterruptedException {
    KillLoop loop = new KillLoop(stack, worker, 1);

    JsonNode report = loop.run("LambdaHour", freshHour(), "lambda.batch_hours");

    assertThat(report.path("state").asText()).isEqualTo("sealed");
    assertThat(loop.kills().keySet())
        .contains(
            "LambdaHour at HourClose",
            "LambdaHour at HourArchive",
            "LambdaHour at HourRecompute",
            "LambdaHour at HourReconcile",
            "LambdaHour at HourSeal");
    assertAllIsExact();
  }

  /// Moves an object of an archived hour away.
  private static void drop(String hour) throws IOException {
    String key =
        stack.text(
            "select min(key) from lambda.files where stream = '%s' and hour = '%s' and kind = 'raw' and replaced_at is null"
                .formatted(STREAM, hour));
    Files.delete(stack.object(key));
  }

  /// Takes 45 minutes; less with -Dlambda.kills=20.
  @Test
  @Tag("nightly")
  void aHundredKillsAtEveryStepOfEveryWorkflowChangeNoFigure() throws Exception {
    int enough = Integer.getInteger("lambda.kills", 100);
    KillLoop loop = new KillLoop(stack, worker, 20261121);
    for (int round = 0; loop.total() < enough; round++) {
      Map<String, Object> range = rangeOf(freshHour());
      loop.run("Backfill", range, "lambda.batch_hours");
      loop.runAtRandom("CompactHours", range, 1);
      loop.run("CompactHours", range, "lambda.batch_hours");
      loop.runAtRandom("Backfill", range, 3);
      loop.run("Retention", Map.of("stream", STREAM), "lambda.files");
      loop.run("Retention", Map.of("stream", STREAM), "lambda.batch_hours");
      drop(String.valueOf(range.get("from")));
      loop.run("RepairHours", range, "lambda.batch_hours");
      assertAllIsExact();
      System.out.printf("round %d: %s%n", round, loop.kills());
    }
    Map<String, Object> all =
        Map.of("stream", STREAM, "from", hours.getFirst(), "to", hours.getLast());
    Map<String, Object> corrected = new HashMap<>(all);
    corrected.put("reason", "yesterday");
    corrected.put("replace", Map.of("\"yesterday\"", "\"2026-11-21T00:00:00Z\""));
    long events = stack.count("select count(*) from transactions");
    loop.run("ReplayDeadLetters", corrected, "lambda.replays");
    long replayed = stack.count("select count(*) from lambda.replays");
    assertThat(replayed).isPositive();
    await()
        .atMost(TestStack.PATIENCE)
        .until(() -> stack.count("select count(*) from transactions") == events + replayed);
    assertSalesAreThoseOfTheEvents();
    loop.run("SealHours", Map.of("stream", STREAM), "lambda.batch_hours");
    Map<String, Object> user = Map.of("stream", STREAM, "user", "customer-0");
    loop.run("EraseUser", user, "lambda.batch_hours");
    loop.run("EraseUser", user, "lambda.erasures");
    System.out.printf("%d kills: %s%n", loop.total(), loop.kills());
    assertThat(worker.leftBehind()).as("folders of workers that were killed").hasSize(1);
    stack.assertArchiveIsSound(STREAM);
    assertThat(stack.count("select count(*) from lambda.batch_hours where sealed_at is null"))
        .isZero();
    assertThat(stack.count("select count(*) from transactions where \"customerId\" = 'customer-0'"))
        .isZero();
    assertThat(stack.count("select sum(sales)::bigint from batch.sales_per_day where not gone"))
        .as("figures of sealed hours, against the archive")
        .isEqualTo(
            PlainDuckDb.count(
                "select count(distinct transactionId) from read_parquet('%s/**/*.parquet') where paymentStatus = 'completed'"
                    .formatted(stack.object("raw/" + STREAM))));
  }

  /// Compares the figures with the events themselves, in the raw sink.
  private static void assertSalesAreThoseOfTheEvents() {
    assertThat(
            stack.count(
                """
                select count(*) from serving.sales_per_day s
                full join (
                  select date_trunc('day', _event_time) as day, currency, count(*) as sales,
                    sum("totalAmount") as amount
                  from transactions where "paymentStatus" = 'completed' group by 1, 2) t
                on s.window_start = t.day and s.currency = t.currency
                where (s.sales, s.amount) is distinct from (t.sales, t.amount)\
                """))
        .isZero();
  }
}
