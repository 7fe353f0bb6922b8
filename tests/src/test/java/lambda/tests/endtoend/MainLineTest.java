package lambda.tests.endtoend;

import static lambda.tests.stack.TestStack.STREAM;
import static lambda.tests.stack.TestStack.VIEW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lambda.batch.hour.HourReport;
import lambda.generator.ledger.Ledger;
import lambda.launcher.demo.LedgerCheck;
import lambda.launcher.demo.LedgerCheck.Where;
import lambda.serving.SearchQuery;
import lambda.tests.dashboard.GrafanaDashboards;
import lambda.tests.dashboard.KibanaDashboards;
import lambda.tests.stack.Cli;
import lambda.tests.stack.Schedules;
import lambda.tests.stack.TestStack;
import lambda.workflows.client.TemporalConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Three past hours of every stream, with late, duplicate and malformed records, from Kafka to the
/// seal. In the last of the pageviews the speed layer's figures are spoilt before they are
/// reconciled.
class MainLineTest {
  @TempDir static Path folder;

  private static TestStack stack;
  private static List<Ledger> ledgers;
  private static List<String> hours;
  private static List<LedgerCheck.Outcome> realTime;
  private static List<LedgerCheck.Outcome> realTimeSearch;
  private static List<HourReport> reports;

  @BeforeAll
  static void sendAndSealThreeHours() throws InterruptedException {
    stack = TestStack.start(folder.resolve("home"), Map.of());
    stack.send(
        "--stream",
        "all",
        "--backfill",
        "PT3H",
        "--events-per-day",
        "60000",
        "--late",
        "0.1",
        "--duplicates",
        "0.05",
        "--malformed",
        "0.03",
        "--seed",
        "7",
        "--ledger",
        folder.resolve("{stream}.json").toString());
    ledgers =
        Stream.of(STREAM, "clickstream", "transactions")
            .map(stream -> stack.ledger(stream, folder.resolve(stream + ".json")))
            .toList();
    realTime = compare(Where.SERVING);
    realTimeSearch = compare(Where.ELASTICSEARCH);

    hours = stack.hours(STREAM, 3);
    for (String stream : List.of("clickstream", "transactions")) {
      assertThat(stack.seal(stream, stack.hours(stream, 3)))
          .hasSize(3)
          .allSatisfy(report -> {
            assertThat(report.state()).isEqualTo("sealed");
            assertThat(report.differences()).isZero();
          });
    }
    reports = new ArrayList<>(stack.seal(hours.subList(0, 2)));
    spoilSpeedFigures(hours.get(2));
    reports.addAll(stack.seal(hours.subList(2, 3)));
  }

  private static List<LedgerCheck.Outcome> compare(Where where) throws InterruptedException {
    List<LedgerCheck.Outcome> outcomes = new ArrayList<>();
    for (Ledger ledger : ledgers) {
      outcomes.add(stack.compare(ledger, where));
    }
    return outcomes;
  }

  /// Three kinds of damage: a figure too high, one missing, one made up.
  private static void spoilSpeedFigures(String hour) {
    stack
        .database()
        .jdbi()
        .useTransaction(handle -> {
          String one =
              "(select ctid from speed.%s where hour = ?::timestamptz and postcode = ? limit 1)"
                  .formatted(VIEW);
          handle.execute(
              "update speed.%s set pageviews = pageviews + 5 where ctid = %s".formatted(VIEW, one),
              hour,
              "SW19");
          handle.execute("delete from speed.%s where ctid = %s".formatted(VIEW, one), hour, "SE1");
          handle.execute(
              "insert into speed.%s (hour, window_start, postcode, pageviews) values (?::timestamptz, ?::timestamptz, 'ZZ1', 9)"
                  .formatted(VIEW),
              hour,
              hour);
        });
  }

  @AfterAll
  static void end() {
    stack.close();
  }

  @Test
  void realTimeFiguresOfEveryViewEqualTheLedger() {
    assertThat(ledgers)
        .allSatisfy(ledger -> {
          assertThat(ledger.counts().duplicates()).isPositive();
          assertThat(ledger.counts().deadLetters()).isPositive();
        });
    assertThat(realTime)
        .hasSize(3)
        .allMatch(LedgerCheck.Outcome::equal)
        .allSatisfy(outcome -> assertThat(outcome.expectedFigures()).isGreaterThan(1_000));
  }

  @Test
  void realTimeFiguresInElasticsearchEqualTheLedger() {
    assertThat(realTimeSearch).hasSize(3).allMatch(LedgerCheck.Outcome::equal);
  }

  @Test
  void figuresOfSealedHoursEqualTheLedger() throws InterruptedException {
    assertThat(compare(Where.SERVING)).allMatch(LedgerCheck.Outcome::equal);
    assertThat(compare(Where.ELASTICSEARCH)).allMatch(LedgerCheck.Outcome::equal);
  }

  @Test
  void rawTransactionsAreInPostgresAndElasticsearchOnceEach() {
    long events = ledgers.getLast().counts().events();
    try (SearchQuery search = new SearchQuery(stack.site().elasticsearch())) {
      await().atMost(TestStack.PATIENCE).until(() -> search.count("transactions") == events);
    }
    assertThat(stack.count("select count(*) from transactions")).isEqualTo(events);
    assertThat(
            stack.count(
                """
                select count(*) from (
                  select currency, sum("totalAmount") as amount from transactions
                  where "paymentStatus" = 'completed' group by currency) raw
                join serving.sales_per_month sales using (currency, amount)\
                """))
        .isEqualTo(5);
  }

  @Test
  void hoursThatAgreeAreSealedWithoutADifference() {
    assertThat(reports.subList(0, 2))
        .allSatisfy(report -> {
          assertThat(report.state()).isEqualTo("sealed");
          assertThat(report.differences()).isZero();
          assertThat(report.records()).isPositive();
          assertThat(report.duplicates()).isPositive();
        });
  }

  @Test
  void spoiltFiguresAreFoundNamedAndHealed() {
    assertThat(reports.get(2).state()).isEqualTo("sealed");
    assertThat(reports.get(2).differences()).isEqualTo(3);
    List<String> kinds =
        stack
            .database()
            .jdbi()
            .withHandle(handle ->
                handle
                    .select(
                        "select kind || ' ' || (key ->> 'postcode') from lambda.differences order by kind")
                    .mapTo(String.class)
                    .list());
    assertThat(kinds)
        .containsExactly("measures differ SW19", "missing in batch ZZ1", "missing in speed SE1");
    assertThat(
            stack.count(
                """
                select count(*) from (select hour, window_start, postcode, pageviews from speed.%1$s where not gone) s
                full join (select hour, window_start, postcode, pageviews from batch.%1$s where not gone) b
                  using (hour, window_start, postcode)
                where s.pageviews is distinct from b.pageviews and (s.hour is null or s.hour < '%2$s')\
                """
                    .formatted(VIEW, Instant.parse(hours.get(2)).plus(1, ChronoUnit.HOURS))))
        .isZero();
  }

  @Test
  void archiveHoldsEachRecordOnceReadableByAStranger() throws SQLException {
    Path bucket = stack.site().home().data("s3").resolve("objects/lambda");
    String sealedRecords = Long.toString(reports.stream().mapToLong(HourReport::records).sum());
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      ResultSet row =
          statement.executeQuery(
              """
              with records as (
                select _partition, _offset, year, hour from read_parquet('%1$s/raw/%2$s/**/*.parquet', hive_partitioning = true)
                union all
                select _partition, _offset, year, hour from read_parquet('%1$s/dlq/%2$s/**/*.parquet', hive_partitioning = true)
              )
              select count(*)::varchar, count(distinct (_partition, _offset))::varchar, min(year)::varchar,
                count(distinct hour) from records\
              """
                  .formatted(bucket, STREAM));
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo(sealedRecords);
      assertThat(row.getString(2)).isEqualTo(sealedRecords);
      assertThat(row.getString(3)).isEqualTo(hours.getFirst().substring(0, 4));
      assertThat(row.getInt(4)).isEqualTo(3);
    }
  }

  @Test
  void malformedRecordsAreKeptByteForByteWithTheirReason() throws SQLException {
    Path bucket = stack.site().home().data("s3").resolve("objects/lambda");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      ResultSet row =
          statement.executeQuery(
              """
              select count(*), count(*) filter (where length(reason) > 0),
                count(*) filter (where value = '<html><body>502 Bad Gateway</body></html>'::blob)
              from read_parquet('%s/dlq/%s/**/*.parquet')\
              """
                  .formatted(bucket, STREAM));
      assertThat(row.next()).isTrue();
      long deadLetters = reports.stream().mapToLong(HourReport::deadLetters).sum();
      assertThat(row.getLong(1)).isEqualTo(deadLetters).isPositive();
      assertThat(row.getLong(2)).isEqualTo(deadLetters);
      assertThat(row.getLong(3)).isPositive();
    }
  }

  @Test
  void archiveIsVerifiedAndNamesADroppedAndASpoiltFile() throws Exception {
    Cli.Result sound = stack.cli("verify", "archive", "--json");
    assertThat(sound.status()).as("%s%s", sound.out(), sound.err()).isZero();
    assertThat(sound.json())
        .hasSize(3)
        .allSatisfy(report -> {
          assertThat(report.path("records").asLong()).isPositive();
          assertThat(report.path("problems")).isEmpty();
          assertThat(report.path("orphans")).isEmpty();
        });

    Path bucket = stack.site().home().data("s3").resolve("objects/lambda");
    List<Path> files;
    try (Stream<Path> found = Files.walk(bucket.resolve("raw/clickstream"))) {
      files = found.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
    byte[] dropped = Files.readAllBytes(files.get(0));
    byte[] spoilt = Files.readAllBytes(files.get(1));
    byte[] other = spoilt.clone();
    other[100] ^= 1;
    Path orphan = files.get(0).resolveSibling("nobodys.parquet");
    try {
      Files.delete(files.get(0));
      Files.write(files.get(1), other);
      Files.write(orphan, spoilt);

      Cli.Result unsound = stack.cli("verify", "archive", "--stream", "clickstream", "--json");
      assertThat(unsound.status()).isEqualTo(1);
      assertThat(unsound.json().get(0).path("problems").toString())
          .contains(files.get(0).getFileName() + ": the manifest lists it, but it is not in")
          .contains(files.get(1).getFileName() + ": its ");
      assertThat(unsound.json().get(0).path("orphans").toString()).contains("nobodys.parquet");
    } finally {
      Files.write(files.get(0), dropped);
      Files.write(files.get(1), spoilt);
      Files.delete(orphan);
    }
  }

  @Test
  void offsetsOfTheManifestHaveNoGap() {
    assertThat(
            stack.count(
                """
                select count(*) from (
                  select first_offset, lag(next_offset) over (partition by stream, partition order by first_offset) as before
                  from lambda.ranges) o
                where before is not null and before <> first_offset\
                """))
        .isZero();
  }

  @Test
  void hoursAreListedAsJsonForPrograms() {
    JsonNode list = stack.cli("hours", "--json").json();

    assertThat(list).hasSizeGreaterThanOrEqualTo(12);
    JsonNode first = list.get(0);
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly("stream", "hour", "state", "records", "deadLetters", "differences");
    assertThat(first.path("hour").asText()).isEqualTo(hours.getFirst());
    assertThat(
            StreamSupport.stream(list.spliterator(), false)
                .filter(hour -> hour.path("stream").asText().equals(STREAM))
                .map(hour -> hour.path("state").asText()))
        .startsWith("sealed", "sealed", "sealed")
        .last()
        .isEqualTo("open");
  }

  @Test
  void queryAnswersAsJsonForPrograms() {
    JsonNode rows =
        stack
            .cli(
                "query",
                VIEW,
                "--from",
                hours.get(0),
                "--to",
                hours.get(1),
                "--key",
                "SW19",
                "--json")
            .json();

    assertThat(rows).isNotEmpty();
    assertThat(rows)
        .allSatisfy(row -> {
          assertThat(row.fieldNames())
              .toIterable()
              .containsExactly("window", "key", "measures", "source");
          assertThat(row.path("key").path(0).asText()).isEqualTo("SW19");
          assertThat(row.path("measures").path("pageviews").asLong()).isPositive();
          assertThat(row.path("source").asText()).isEqualTo("batch-exact");
        });
  }

  @Test
  void queryTellsAsOfWhenItsAnswersHold() {
    assertThat(stack.cli("query", VIEW).out())
        .contains(
            "batch-exact for records that arrived before "
                + Instant.parse(hours.get(2)).plus(1, ChronoUnit.HOURS))
        .contains("the speed layer last stored a record at ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "query nothing                                   | there is no view 'nothing'; declared in streams/: actions_by_page",
        "query pageviews_per_minute --from yesterday     | --from 'yesterday' is no time",
        "logs nothing                                    | there is no log of 'nothing'; there are: elasticsearch",
        "generator --late 2                              | --late must be a share from 0 to 1",
        "generator --duration -PT1H                      | must be positive",
        "up                                              | a stack runs in",
        "fly                                             | Unmatched argument",
      })
  void badCommandEndsInOneClearMessage(String line, String message) {
    Cli.Result result = stack.cli(line.split(" "));

    assertThat(result.status()).isNotZero();
    assertThat(result.err()).contains(message).doesNotContain("\tat ");
  }

  @Test
  void statusShowsEveryProcessUpWithinFourGigabytes() {
    Cli.Result status = stack.cli("status", "--json");

    assertThat(status.status()).isZero();
    assertThat(status.json())
        .hasSize(8)
        .allSatisfy(row -> {
          assertThat(row.fieldNames())
              .toIterable()
              .containsExactly("name", "state", "pid", "rssBytes", "address");
          assertThat(row.path("state").asText()).isEqualTo("up");
          assertThat(row.path("rssBytes").asLong()).isPositive();
        });
    long sum =
        StreamSupport.stream(status.json().spliterator(), false)
            .mapToLong(row -> row.path("rssBytes").asLong())
            .sum();
    assertThat(sum).isLessThan(4L << 30);
  }

  private static WorkflowStub workflow(WorkflowClient client) {
    return client.newUntypedWorkflowStub(
        "LambdaHour",
        WorkflowOptions.newBuilder().setTaskQueue(TemporalConnection.TASK_QUEUE).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing   | 2026-11-21T04:00:00Z | there is no stream 'nothing'; declared in streams/: clickstream, pageviews, transactions",
        "pageviews | 2100-01-01T00:00:00Z | hour 2100-01-01T00:00:00Z of pageviews is not over: it ends at 2100-01-01T01:00:00Z",
        "pageviews | 2020-01-01T00:00:00Z | hour 2020-01-01T00:00:00Z of pageviews has no data",
        "pageviews | 04:00                | 'hour' must be the start of an hour in UTC",
      })
  void workflowOfABadInputFailsAtOnceAndSaysWhy(String stream, String hour, String message) {
    try (TemporalConnection temporal = new TemporalConnection(stack.site().temporal(), "default")) {
      WorkflowStub stub = workflow(temporal.client());
      stub.start(Map.of("stream", stream, "hour", hour));

      assertThatThrownBy(() -> stub.getResult(HourReport.class))
          .isInstanceOf(WorkflowFailedException.class)
          .cause()
          .hasMessageContaining(message);
    }
  }

  @Test
  void sealedHourStartedAgainIsAnsweredAsItIs() {
    assertThat(stack.seal(hours.subList(0, 1))).containsExactly(reports.getFirst());
  }

  @Test
  void hourlyScheduleIsThere() {
    try (TemporalConnection temporal = new TemporalConnection(stack.site().temporal(), "default")) {
      WorkflowStub stub =
          temporal
              .client()
              .newUntypedWorkflowStub(
                  "SealHours",
                  WorkflowOptions.newBuilder().setTaskQueue(TemporalConnection.TASK_QUEUE).build());
      stub.start(Map.of("stream", STREAM));

      assertThat(stub.getResult(JsonNode.class)).isEmpty();
    }
    assertThat(Schedules.ids(stack.site().temporal())).contains("seal-hours-" + STREAM);
  }

  @Test
  void everyPanelOfTheGrafanaDashboardsHasAnAnswer() {
    GrafanaDashboards dashboards =
        new GrafanaDashboards(stack.site().installation().root().resolve("dashboards/grafana"));
    Instant from = Instant.parse(hours.getFirst());

    assertThat(dashboards.sqlPanels()).isNotEmpty();
    assertThat(dashboards.sqlPanels())
        .allSatisfy(panel ->
            assertThat(dashboards.rows(stack.database().jdbi(), panel, from, Instant.now()))
                .as("%s", panel)
                .isNotEmpty());
  }

  @Test
  void everyMetricOfTheGrafanaDashboardsIsExposed() throws Exception {
    GrafanaDashboards dashboards =
        new GrafanaDashboards(stack.site().installation().root().resolve("dashboards/grafana"));

    assertThat(dashboards.metrics()).isNotEmpty();
    assertThat(GrafanaDashboards.exposed(stack.site())).containsAll(dashboards.metrics());
  }

  @Test
  void differencesAreCountedInMetrics() throws Exception {
    assertThat(GrafanaDashboards.scrape(stack.site().ports().worker()))
        .contains("lambda_batch_differences_total{stream=\"pageviews\"} 3.0")
        .contains("lambda_batch_hours_sealed_total{stream=\"transactions\"} 3.0");
  }

  @Test
  void everyPanelOfTheKibanaDashboardHasAnAnswer() throws Exception {
    KibanaDashboards dashboards =
        new KibanaDashboards(stack.site().installation().root().resolve("dashboards/kibana"));

    assertThat(dashboards.panels()).isNotEmpty();
    for (KibanaDashboards.Panel panel : dashboards.panels()) {
      JsonNode answer =
          dashboards.ask(
              stack.site().elasticsearch(), panel, Instant.parse(hours.getFirst()), Instant.now());
      assertThat(answer.path("hits").path("total").path("value").asLong())
          .as("%s: %s", panel, answer)
          .isPositive();
      assertThat(answer.path("aggregations").toString()).as(panel.title()).contains("\"value\":");
    }
  }
}
