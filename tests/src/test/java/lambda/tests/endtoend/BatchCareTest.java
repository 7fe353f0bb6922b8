package lambda.tests.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lambda.batch.BatchConfig;
import lambda.batch.BatchLayer;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.hour.HourReport;
import lambda.batch.hour.Progress;
import lambda.core.config.Settings;
import lambda.core.hour.Hour;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.tests.stack.Cli;
import lambda.tests.stack.TestStack;
import lambda.workflows.client.TemporalConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What is done with an archive after it is made: many small files compacted, what they replace and
/// what nobody knows tidied away, hours computed again from what is left. One after the other.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BatchCareTest {
  private static final String STREAM = "transactions";

  @TempDir static Path folder;

  private static TestStack stack;
  private static TemporalConnection temporal;
  private static Map<String, Object> range;
  private static long files;

  @BeforeAll
  static void sealTwoHoursOfManySmallFiles() throws InterruptedException {
    stack =
        TestStack.start(
            folder.resolve("home"),
            Map.of(
                "LAMBDA_OBJECT_RECORDS",
                "200",
                "LAMBDA_TIDY_AFTER",
                "PT1S",
                "LAMBDA_SPEED_RETENTION",
                "PT1S"));
    temporal = new TemporalConnection(stack.site().temporal(), "default");
    stack.send(
        "--stream",
        STREAM,
        "--backfill",
        "PT2H",
        "--events-per-day",
        "40000",
        "--late",
        "0.1",
        "--duplicates",
        "0.05",
        "--malformed",
        "0.03",
        "--ledger",
        ledger().toString());
    assertFiguresEqualTheLedger();
    List<String> hours = stack.hours(STREAM, 2);
    assertThat(stack.seal(STREAM, hours)).extracting(HourReport::differences).containsOnly(0L);
    String end = Instant.parse(hours.getLast()).plus(1, ChronoUnit.HOURS).toString();
    range = Map.of("stream", STREAM, "from", hours.getFirst(), "to", end);
    files = files();
    assertThat(files).isGreaterThan(10);
  }

  @AfterAll
  static void end() {
    temporal.close();
    stack.close();
  }

  private static Path ledger() {
    return folder.resolve("ledger.json");
  }

  private static void assertFiguresEqualTheLedger() throws InterruptedException {
    stack.assertFiguresEqual(STREAM, ledger(), Where.SERVING);
  }

  private static void assertArchiveIsSound() {
    stack.assertArchiveIsSound(STREAM);
  }

  private static long files() {
    return stack.count(
        "select count(*) from lambda.files where kind = 'raw' and replaced_at is null");
  }

  private static long objects() throws IOException {
    return stack.rawObjects().size();
  }

  private static WorkflowStub workflow(String type, Object input) {
    return TestStack.start(temporal, type, input);
  }

  private static JsonNode run(String type, Object input) {
    return workflow(type, input).getResult(JsonNode.class);
  }

  @Test
  @Order(1)
  void smallFilesOfAnHourBecomeOneAndTheOldOnesStay() throws IOException {
    JsonNode result = run("CompactHours", range);

    assertThat(result.path("done").asInt()).isEqualTo(2);
    assertThat(result.path("failed")).isEmpty();
    assertThat(files()).isEqualTo(2);
    assertThat(objects()).isEqualTo(files + 2);
    assertArchiveIsSound();
  }

  @Test
  @Order(2)
  void whatIsCompactStaysAsItIs() throws IOException {
    long before = objects();

    assertThat(run("CompactHours", range).path("done").asInt()).isEqualTo(2);
    assertThat(objects()).isEqualTo(before);
  }

  @Test
  @Order(3)
  void replacedFilesOrphansAndSpeedPartialsOfSealedHoursAreTidiedAway() throws Exception {
    Path object = stack.rawObjects().getFirst();
    Files.write(object.resolveSibling("orphan.parquet"), new byte[] {1});

    await()
        .atMost(TestStack.PATIENCE)
        .untilAsserted(() -> {
          run("Retention", Map.of("stream", STREAM));
          assertThat(objects()).isEqualTo(2);
          assertThat(
                  stack.count(
                      "select count(*) from speed.sales_per_day join lambda.batch_hours using (hour) where stream = '%s'"
                          .formatted(STREAM)))
              .isZero();
        });
    assertThat(stack.count("select count(*) from lambda.files where replaced_at is not null"))
        .isZero();
    assertArchiveIsSound();
    assertFiguresEqualTheLedger();
    stack.assertFiguresEqual(STREAM, ledger(), Where.ELASTICSEARCH);
  }

  @Test
  @Order(4)
  void backfillRecomputesSealedHoursFromCompactedFilesAndSealsThemAnew() throws Exception {
    long before =
        stack.count("select extract(epoch from max(sealed_at))::bigint from lambda.batch_hours");
    stack
        .database()
        .jdbi()
        .useHandle(handle ->
            handle.execute("update batch.sales_per_day set sales = sales + 1 where not gone"));

    JsonNode result = run("Backfill", range);

    assertThat(result.path("done").asInt()).as("%s", result).isEqualTo(2);
    assertThat(stack.count("select count(*) from lambda.batch_hours where sealed_at is not null"))
        .isEqualTo(2);
    assertThat(
            stack.count(
                "select extract(epoch from max(sealed_at))::bigint from lambda.batch_hours"))
        .isGreaterThanOrEqualTo(before);
    assertFiguresEqualTheLedger();
  }

  @Test
  @Order(5)
  void aPausedBackfillWaitsUntilItIsResumed() {
    WorkflowStub backfill = TestStack.workflow(temporal, "Backfill");
    backfill.signalWithStart("pause", new Object[0], new Object[] {range});
    await()
        .atMost(TestStack.PATIENCE)
        .until(() -> backfill.query("progress", String.class).startsWith("paused: "));

    backfill.signal("resume");

    assertThat(backfill.getResult(JsonNode.class).path("done").asInt()).isEqualTo(2);
  }

  @Test
  @Order(6)
  void workflowsThatAreStartedTwiceDoNoHarm() throws Exception {
    for (String type : List.of("Backfill", "CompactHours")) {
      WorkflowStub one = workflow(type, range);
      WorkflowStub other = workflow(type, range);

      for (WorkflowStub twin : List.of(one, other)) {
        JsonNode result = twin.getResult(JsonNode.class);
        assertThat(result.path("done").asInt()).as("%s", result).isEqualTo(2);
      }
    }
    assertThat(stack.count("select count(*) from lambda.batch_hours where sealed_at is null"))
        .isZero();
    assertFiguresEqualTheLedger();
  }

  @Test
  @Order(6)
  void aRangeThatIsWrongFailsAtOnceAndSaysWhy() {
    Map<String, Object> turned =
        Map.of("stream", STREAM, "from", range.get("to"), "to", range.get("from"));

    for (String type : List.of("Backfill", "CompactHours")) {
      assertThatThrownBy(() -> run(type, turned))
          .isInstanceOf(WorkflowFailedException.class)
          .cause()
          .hasMessageContaining("is not before 'to'");
      assertThatThrownBy(() ->
              run(
                  type,
                  Map.of("stream", "nothing", "from", range.get("from"), "to", range.get("to"))))
          .cause()
          .hasMessageContaining("there is no stream 'nothing'");
    }
  }

  @Test
  @Order(7)
  void aggregatedFilesAreReadByAStrangerFromAListing() throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select sum(sales)::bigint, sum(amount)::varchar, count(distinct hour) from read_parquet('%s/aggregated/sales_per_day/**/*.parquet', hive_partitioning = true)"
                    .formatted(stack.site().home().data("s3").resolve("objects/lambda")))) {
      row.next();
      assertThat(row.getLong(1))
          .isEqualTo(
              stack.count("select sum(sales)::bigint from batch.sales_per_day where not gone"));
      assertThat(
              stack.count(
                  "select (sum(amount) = %s)::int from batch.sales_per_day where not gone"
                      .formatted(row.getString(2))))
          .isEqualTo(1);
      assertThat(row.getInt(3)).isEqualTo(2);
    }
  }

  @Test
  @Order(13)
  void deadLettersAreListedByReasonAndSentAgainOnceWhenTheyAreMended() {
    JsonNode listed = stack.cli("dlq", "--stream", STREAM, "--json").json();
    assertThat(listed).hasSizeGreaterThan(2);
    assertThat(listed.toString()).contains("must be an ISO-8601 time");
    long events = stack.count("select count(*) from transactions");
    Map<String, Object> mended = new HashMap<>(range);
    mended.put("reason", "yesterday");
    mended.put("replace", Map.of("\"yesterday\"", "\"2026-11-21T00:00:00Z\""));

    JsonNode first = run("ReplayDeadLetters", mended);
    JsonNode second = run("ReplayDeadLetters", mended);

    long replayed = first.path("letters").path("replayed").asLong();
    assertThat(replayed).isPositive();
    assertThat(first.path("letters").path("malformed").asLong()).isZero();
    assertThat(second.path("letters").path("replayed").asLong()).isZero();
    assertThat(second.path("letters").path("before").asLong()).isEqualTo(replayed);
    await()
        .atMost(TestStack.PATIENCE)
        .untilAsserted(() ->
            assertThat(stack.count("select count(*) from transactions"))
                .isEqualTo(events + replayed));
  }

  @Test
  @Order(7)
  void aDroppedAndASpoiltFileAreFoundNamedAndArchivedAgainFromTheLog() throws Exception {
    Path dropped = stack.rawObjects().getFirst();
    Path spoilt = stack.rawObjects().getLast();
    Files.delete(dropped);
    byte[] bytes = Files.readAllBytes(spoilt);
    bytes[bytes.length / 2] ^= 1;
    Files.write(spoilt, bytes);

    Cli.Result verified = stack.cli("verify", "archive", "--stream", STREAM);
    assertThat(verified.status()).isEqualTo(1);
    assertThat(verified.out())
        .contains(dropped.getFileName() + ": the manifest lists it")
        .contains(spoilt.getFileName() + ": its");
    JsonNode result = run("RepairHours", range);

    assertThat(result.path("repaired").toString())
        .contains(dropped.getFileName().toString(), spoilt.getFileName().toString());
    assertThat(result.path("hours").path("done").asInt()).as("%s", result).isEqualTo(2);
    assertFiguresEqualTheLedger();
    assertArchiveIsSound();
    assertThat(run("RepairHours", range).path("repaired")).isEmpty();
  }

  @Test
  @Order(8)
  void anHourWhoseFileIsAwayWaitsForIt() throws Exception {
    Path file =
        stack.rawObjects().stream()
            .filter(path -> path.getFileName().toString().contains("-repaired-"))
            .findFirst()
            .orElseThrow();
    Path away = file.resolveSibling("away");
    Files.move(file, away);
    WorkflowStub backfill = workflow("Backfill", range);
    await()
        .atMost(TestStack.PATIENCE)
        .until(() ->
            stack.count("select count(*) from lambda.batch_hours where sealed_at is null") > 0);
    Files.move(away, file);

    assertThat(backfill.getResult(JsonNode.class).path("done").asInt()).isEqualTo(2);
    assertFiguresEqualTheLedger();
    assertArchiveIsSound();
  }

  @Test
  @Order(10)
  void aCancelledBackfillLeavesFiguresWholeAndTheNextOneFinishes() throws Exception {
    WorkflowStub backfill = workflow("Backfill", range);
    await()
        .atMost(TestStack.PATIENCE)
        .until(() ->
            stack.count("select count(*) from lambda.batch_hours where sealed_at is null") > 0);
    backfill.cancel();
    assertThatThrownBy(() -> backfill.getResult(JsonNode.class))
        .hasCauseInstanceOf(CanceledFailure.class);
    assertSalesAreThoseOfTheEvents();

    assertThat(run("Backfill", range).path("done").asInt()).isEqualTo(2);
    assertSalesAreThoseOfTheEvents();
  }

  /// Holds the figures against the events themselves, in the raw sink.
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

  @Test
  @Order(11)
  void aUsersEventsAreErasedFromEveryFileFromTheRawSinkAndFromTheFigures() throws Exception {
    String user =
        stack.text(
            """
            select "customerId" from transactions join lambda.batch_hours b on b.stream = '%s'
            group by 1 order by count(*) desc limit 1\
            """
                .formatted(STREAM));
    assertThat(archived(user)).isGreaterThan(1);

    JsonNode result = run("EraseUser", Map.of("stream", STREAM, "user", user));

    assertThat(result.path("erased").path("events").asLong()).as("%s", result).isGreaterThan(1);
    assertThat(result.path("erased").path("rows").asLong()).isGreaterThan(1);
    assertThat(result.path("hours").path("failed")).isEmpty();
    assertThat(archived(user)).isZero();
    assertThat(
            stack.count(
                "select count(*) from transactions where \"customerId\" = '%s'".formatted(user)))
        .isZero();
    await()
        .atMost(TestStack.PATIENCE)
        .until(() -> documents("transactions", "customerId", user) == 0);
    assertSalesOfSealedHoursAreThoseOfTheArchive();
    assertArchiveIsSound();
    assertThat(stack.count("select count(*) from lambda.batch_hours where sealed_at is null"))
        .isZero();
    JsonNode again = run("EraseUser", Map.of("stream", STREAM, "user", user));
    assertThat(again.path("erased").path("hours").asLong()).isZero();
  }

  /// Holds the batch figures against what a stranger counts in the objects.
  private static void assertSalesOfSealedHoursAreThoseOfTheArchive() throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(distinct transactionId) from read_parquet('%s/raw/%s/**/*.parquet') where paymentStatus = 'completed'"
                    .formatted(stack.site().home().data("s3").resolve("objects/lambda"), STREAM))) {
      row.next();
      assertThat(stack.count("select sum(sales)::bigint from batch.sales_per_day where not gone"))
          .isEqualTo(row.getLong(1));
    }
  }

  @Test
  @Order(12)
  void whatWasComputedFromFilesThatAnErasureReplacedMeanwhileIsNotServed() throws Exception {
    Hour hour = Hour.parse(String.valueOf(range.get("from")));
    String user =
        stack.text(
            "select \"customerId\" from transactions group by 1 order by count(*) desc limit 1");
    BatchConfig config = Settings.read(stack.site().environment(), BatchConfig::from);
    try (BatchLayer batch = new BatchLayer(config, InstantSource.system())) {
      Progress quiet = (_, _, _) -> {};
      List<ErasureReport> erased = new ArrayList<>();
      Progress erasing =
          (what, _, _) -> {
            if (what.startsWith("recomputing") && erased.isEmpty()) {
              erased.add(
                  batch
                      .eraser()
                      .erase(batch.stream(STREAM), hour, new Erasure("meanwhile", user), quiet));
            }
          };

      assertThatThrownBy(() -> batch.pipeline().recompute(batch.stream(STREAM), hour, erasing))
          .hasMessageContaining("were replaced while they were read");

      assertThat(erased.getFirst().events()).isPositive();
      batch.pipeline().recompute(batch.stream(STREAM), hour, quiet);
    }
    run("SealHours", Map.of("stream", STREAM));
    await()
        .atMost(TestStack.PATIENCE)
        .untilAsserted(() -> {
          run("Retention", Map.of("stream", STREAM));
          assertSalesOfSealedHoursAreThoseOfTheArchive();
        });
    assertArchiveIsSound();
  }

  /// How many records of a user all objects of the bucket hold, whatever the manifest says.
  private static long archived(String user) throws SQLException {
    Path bucket = stack.site().home().data("s3").resolve("objects/lambda");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select (select count(*) from read_parquet('%1$s/raw/%2$s/**/*.parquet') where \"customerId\" = '%3$s') + (select count(*) from read_parquet('%1$s/dlq/%2$s/**/*.parquet') where contains(value::varchar, '%3$s'))"
                    .formatted(bucket, STREAM, user))) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long documents(String index, String field, String value) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "%s/%s/_count?q=%s:%s"
                        .formatted(
                            stack.site().elasticsearch(),
                            index,
                            field,
                            URLEncoder.encode('"' + value + '"', StandardCharsets.UTF_8))))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return JsonMapper.builder().build().readTree(answer).path("count").asLong();
    }
  }

  @Test
  @Order(12)
  void anErasureThatIsWrongFailsAtOnceAndSaysWhy() {
    assertThatThrownBy(() -> run("EraseUser", Map.of("stream", STREAM)))
        .cause()
        .hasMessageContaining("'user' is missing");
    assertThatThrownBy(() -> run("EraseUser", Map.of("stream", "nothing", "user", "u")))
        .cause()
        .hasMessageContaining("there is no stream 'nothing'");
  }
}
