package lambda.tests.fault;

import static lambda.tests.stack.TestStack.PATIENCE;
import static lambda.tests.stack.TestStack.STREAM;
import static lambda.tests.stack.TestStack.VIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import lambda.batch.hour.HourReport;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.TestStack;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes killed with SIGKILL at the worst moments. Whichever dies, the figures equal the ledger
/// afterwards. All tests share one ledger and may run in any order.
class CrashTest {
  @TempDir static Path folder;

  private static TestStack stack;
  private static List<String> hours;

  @BeforeAll
  static void sendTwoPastHours() throws InterruptedException {
    stack = TestStack.start(folder.resolve("home"), Map.of("LAMBDA_OBJECT_RECORDS", "250"));
    send("--backfill", "PT2H", "--events-per-day", "40000");
    assertFiguresEqualTheLedger(Where.SERVING);
    hours = stack.hours(STREAM, 2);
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  private static Path ledgerFile() {
    return folder.resolve("ledger.json");
  }

  private static void send(String... options) {
    List<String> line = new ArrayList<>(List.of(options));
    line.addAll(List.of("--late", "0.1", "--duplicates", "0.1", "--malformed", "0.05"));
    line.addAll(List.of("--ledger", ledgerFile().toString()));
    stack.send(line.toArray(String[]::new));
  }

  private static void assertFiguresEqualTheLedger(Where where) throws InterruptedException {
    stack.assertFiguresEqual(STREAM, ledgerFile(), where);
  }

  private static void awaitSomebodyBlockedAt(String table) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            stack.count(
                    "select count(*) from pg_locks where not granted and relation = '%s'::regclass"
                        .formatted(table))
                > 0);
  }

  @Test
  void speedLayerKilledInTheMiddleOfAFlushStoresEverythingOnce() throws Exception {
    try (Handle blocker = stack.database().jdbi().open()) {
      blocker.begin();
      blocker.execute("lock table speed.%s in share mode".formatted(VIEW));
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(() -> send("--rate", "300", "--duration", "PT4S"));
      awaitSomebodyBlockedAt("speed." + VIEW);

      stack.kill("speed-layer");
      sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      blocker.rollback();
    }

    assertFiguresEqualTheLedger(Where.SERVING);
  }

  @Test
  void speedLayerKilledAgainAndAgainStoresEverythingOnce() throws Exception {
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(() -> send("--rate", "400", "--duration", "PT12S"));
    for (int i = 0; i < 3; i++) {
      stack.kill("speed-layer");
    }
    sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    assertFiguresEqualTheLedger(Where.SERVING);
    assertFiguresEqualTheLedger(Where.ELASTICSEARCH);
  }

  @Test
  void workerKilledInTheMiddleOfAWorkflowArchivesEachRecordOnceAndSeals() throws Exception {
    CompletableFuture<List<HourReport>> sealing;
    try (Handle blocker = stack.database().jdbi().open()) {
      blocker.begin();
      blocker.execute("lock table lambda.ranges in share mode");
      sealing = CompletableFuture.supplyAsync(() -> stack.seal(hours));
      awaitSomebodyBlockedAt("lambda.ranges");
      assertThat(objectsInTheBucket()).as("put, but not in the manifest").isPositive();

      stack.kill("worker");
      blocker.rollback();
    }
    await().atMost(PATIENCE).until(() -> stack.count("select count(*) from lambda.ranges") > 2);
    stack.kill("worker");

    assertThat(sealing.get(3, TimeUnit.MINUTES))
        .allSatisfy(report -> {
          assertThat(report.state()).isEqualTo("sealed");
          assertThat(report.differences()).isZero();
        });
    assertThat(objectsInTheBucket())
        .isEqualTo(stack.count("select count(*) from lambda.files where kind = 'raw'"));
    assertThat(recordsInTheBucket())
        .isEqualTo(stack.count("select sum(raw_rows)::bigint from lambda.ranges"));
    assertFiguresEqualTheLedger(Where.SERVING);
    assertFiguresEqualTheLedger(Where.ELASTICSEARCH);
  }

  private static String rawObjects() {
    return stack.localStack().home().data("s3").resolve("objects/lambda/raw/" + STREAM)
        + "/**/*.parquet";
  }

  private static long objectsInTheBucket() throws SQLException {
    return duckdb("select count(*) from glob('%s')".formatted(rawObjects()));
  }

  private static long recordsInTheBucket() throws SQLException {
    return duckdb(
        "select count(distinct (_partition, _offset)) from read_parquet('%s')"
            .formatted(rawObjects()));
  }

  private static long duckdb(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void killedElasticsearchCatchesUp() throws InterruptedException {
    stack.kill("elasticsearch");
    send("--rate", "200", "--duration", "PT2S");

    assertFiguresEqualTheLedger(Where.SERVING);
    stack.awaitUp("elasticsearch");
    assertFiguresEqualTheLedger(Where.ELASTICSEARCH);
  }

  @Test
  void killedKafkaLosesNothingThatWasAcknowledged() throws Exception {
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(() -> send("--rate", "200", "--duration", "PT6S"));
    long before = stack.count("select sum(next_offset)::bigint from lambda.partitions");
    await()
        .atMost(PATIENCE)
        .until(
            () -> stack.count("select sum(next_offset)::bigint from lambda.partitions") > before);
    stack.kill("kafka");
    sending.get(2, TimeUnit.MINUTES);

    assertFiguresEqualTheLedger(Where.SERVING);
  }

  @Test
  void killedPostgresLosesNothingThatWasCommitted() throws Exception {
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(() -> send("--rate", "200", "--duration", "PT5S"));
    long before = stack.count("select sum(next_offset)::bigint from lambda.partitions");
    await()
        .atMost(PATIENCE)
        .until(
            () -> stack.count("select sum(next_offset)::bigint from lambda.partitions") > before);
    stack.kill("postgres");
    sending.get(2, TimeUnit.MINUTES);
    stack.awaitUp("postgres");

    assertFiguresEqualTheLedger(Where.SERVING);
    assertFiguresEqualTheLedger(Where.ELASTICSEARCH);
  }

  @Test
  void stackThatIsKilledEntirelyComesUpAgainWithItsData() throws InterruptedException {
    stack.killAll();
    assertThat(stack.cli("status").status()).as("no stack is running").isEqualTo(3);

    stack.up();

    assertFiguresEqualTheLedger(Where.SERVING);
    send("--rate", "200", "--duration", "PT2S");
    assertFiguresEqualTheLedger(Where.SERVING);
    assertFiguresEqualTheLedger(Where.ELASTICSEARCH);
  }
}
