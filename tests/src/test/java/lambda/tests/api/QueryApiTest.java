package lambda.tests.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryApiTest {
  @TempDir static Path folder;

  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = new ApiFixture(folder, Map.of());
  }

  @AfterAll
  static void end() {
    api.close();
  }

  @Test
  void streamsCarryTheirDefinition() {
    JsonNode stream = api.json("/api/streams").path("streams").path(0);

    assertThat(stream.path("stream").asText()).isEqualTo("orders");
    assertThat(stream.path("fields").path(0).asText()).isEqualTo("id string");
    assertThat(stream.path("yaml").asText()).contains("group_by: [shop, mood]");
    assertThat(stream.path("views").path(1).path("view").asText()).isEqualTo("orders_per_day");
  }

  @Test
  void viewsSayHowToQueryThem() {
    JsonNode view = api.json("/api/views").path("views").path(0);

    assertThat(view.path("granularities")).hasSize(5);
    assertThat(view.path("measures").path(2).path("kind").asText()).isEqualTo("ratio");
    assertThat(view.path("query").path("curl").asText())
        .isEqualTo("curl '%s'".formatted(api.uri("/api/views/orders_per_minute?limit=20")));
    assertThat(view.path("query").path("sql").asText()).startsWith("select * from serving.orders");
  }

  @Test
  void figuresSayUpToWhereTheyAreBatchExact() {
    JsonNode answer = api.json("/api/views/orders_per_day?from=2026-11-21T00:00:00Z");

    assertThat(answer.path("batchExactUpTo").asText()).isEqualTo("2026-11-21T05:00:00Z");
    assertThat(answer.path("realTimeFrom").asText()).isEqualTo("2026-11-21T06:00:00Z");
    assertThat(answer.path("realTimeAt").asText()).isEqualTo("2026-11-21T06:11:00Z");
    assertThat(answer.path("rows")).hasSize(1);
    assertThat(answer.path("rows").path(0).path("measures").path("orders").asLong()).isEqualTo(600);
    assertThat(answer.path("rows").path(0).path("source").asText()).isEqualTo("real-time");
    assertThat(answer.path("next").isNull()).isTrue();
  }

  @Test
  void pagesFollowEachOtherWithoutAGapOrARepetition() {
    String query = "/api/views/orders_per_minute?from=2026-11-21T04:00:00Z";
    List<String> rows = new ArrayList<>();
    JsonNode page = api.json(query + "&limit=7");
    int pages = 1;
    while (!page.path("next").isNull()) {
      page.path("rows").forEach(row -> rows.add(row.toString()));
      page = api.json(query + "&limit=7&cursor=" + page.path("next").asText());
      pages++;
    }
    page.path("rows").forEach(row -> rows.add(row.toString()));

    List<String> whole = new ArrayList<>();
    api.json(query + "&limit=10000").path("rows").forEach(row -> whole.add(row.toString()));
    assertThat(rows).hasSize(450).containsExactlyElementsOf(whole);
    assertThat(pages).isEqualTo(65);
  }

  @Test
  void coarserWindowsAreMergedFromStatesNotFromFigures() {
    String query = "/api/views/orders_per_minute?from=2026-11-21T04:00:00Z&key=corner&key=good";
    JsonNode hours = api.json(query + "&granularity=hour");
    JsonNode all = api.json(query + "&granularity=all");

    assertThat(hours.path("rows")).hasSize(3);
    assertThat(all.path("rows")).hasSize(1);
    JsonNode measures = all.path("rows").path(0).path("measures");
    // Odd minutes up to 149, each with another mood in its sketch.
    assertThat(measures.path("moods").asLong()).isEqualTo(75);
    assertThat(measures.path("revenue").decimalValue()).isEqualByComparingTo("937.50");
    assertThat(measures.path("mean").decimalValue()).isEqualByComparingTo("12.5");
    assertThat(hours.path("rows").path(0).path("window").asText())
        .isEqualTo("2026-11-21T04:00:00Z");
    assertThat(hours.path("rows").path(0).path("source").asText()).isEqualTo("batch-exact");
    assertThat(hours.path("rows").path(2).path("source").asText()).isEqualTo("real-time");
  }

  @Test
  void pagesOfMergedFiguresFollowEachOther() {
    String query = "/api/views/orders_per_minute?from=2026-11-21T04:00:00Z&granularity=all";
    List<String> keys = new ArrayList<>();
    JsonNode page = api.json(query + "&limit=1");
    while (!page.path("next").isNull()) {
      keys.add(page.path("rows").path(0).path("key").toString());
      page = api.json(query + "&limit=1&cursor=" + page.path("next").asText());
    }
    keys.add(page.path("rows").path(0).path("key").toString());

    assertThat(keys)
        .hasSize(6)
        .startsWith("[\"a|b\",null]", "[\"a|b\",\"good\"]")
        .doesNotHaveDuplicates();
  }

  @Test
  void theHighestComeFirst() {
    JsonNode top =
        api.json(
            "/api/views/orders_per_minute?from=2026-11-21T04:00:00Z&granularity=all&top=2&by=orders");

    assertThat(top.path("rows")).hasSize(2);
    assertThat(top.path("rows").path(0).path("key").toString()).isEqualTo("[\"corner\",\"good\"]");
  }

  @Test
  void tablesAreAnsweredAsCsv() {
    HttpResponse<String> csv =
        api.send(
            api.request("/api/views/orders_per_minute?from=2026-11-21T04:00:00Z&limit=2")
                .header("Accept", "text/csv"));

    assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    assertThat(csv.body())
        .isEqualTo(
            """
            window,shop,mood,orders,revenue,mean,least,moods,source\r
            2026-11-21T04:00:00Z,a|b,,3,12.50,,,0,batch-exact\r
            2026-11-21T04:00:00Z,corner,,6,12.50,,,0,batch-exact\r
            """);
  }

  @Test
  void hoursShowTheirState() {
    JsonNode hours = api.json("/api/hours?stream=orders").path("hours");

    assertThat(hours)
        .extracting(hour -> hour.path("state").asText())
        .containsExactly("sealed", "recomputed", "open");
    assertThat(hours.path(1).path("lost").asLong()).isEqualTo(3);
  }

  @Test
  void anHourTellsItsWholeStory() {
    JsonNode hour = api.json("/api/hours/orders/2026-11-21T04:00:00Z");

    assertThat(hour.path("state").asText()).isEqualTo("sealed");
    assertThat(hour.path("steps"))
        .extracting(step -> step.path("step").asText())
        .containsExactly("closed", "archived", "recomputed", "reconciled", "sealed");
    assertThat(hour.path("files").path(0).path("object").asText())
        .isEqualTo("raw/orders/a.parquet");
    assertThat(hour.path("differenceList").path(0).path("speed").path("orders").asLong())
        .isEqualTo(2);
    assertThat(hour.path("workflow").path("id").asText())
        .isEqualTo("LambdaHour-orders-2026-11-21T04:00:00Z");
  }

  @Test
  void theOverviewSaysWhyTheLogIsUnknown() {
    JsonNode overview = api.json("/api/overview");
    JsonNode stream = overview.path("streams").path(0);

    assertThat(overview.path("kafkaProblem").asText()).contains("does not answer at 127.0.0.1:1");
    assertThat(stream.path("kafka").isNull()).isTrue();
    assertThat(stream.path("speed").path("position").asLong()).isEqualTo(200);
    assertThat(stream.path("speed").path("lag").isNull()).isTrue();
    assertThat(stream.path("archive").path("position").asLong()).isEqualTo(70);
    assertThat(stream.path("hours").path("sealed").asLong()).isEqualTo(1);
    assertThat(stream.path("projection").path("pending").asLong()).isPositive();
  }

  @Test
  void processesThatDoNotAnswerAreNamed() {
    JsonNode health = api.json("/api/health");

    assertThat(health.path("state").asText()).isEqualTo("failing");
    assertThat(health.path("processes").path(0).path("state").asText()).isEqualTo("silent");
    assertThat(api.get("/api/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void librariesOfThePageAreServedWithStrictHeaders() {
    HttpResponse<String> library = api.get("/lib/preact.js");

    assertThat(library.statusCode()).isEqualTo(200);
    assertThat(library.headers().firstValue("Content-Type"))
        .hasValue("text/javascript; charset=utf-8");
    assertThat(library.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'self';");
    String tag = library.headers().firstValue("ETag").orElseThrow();
    assertThat(api.send(api.request("/lib/preact.js").header("If-None-Match", tag)).statusCode())
        .isEqualTo(304);
    assertThat(api.get("/lib/uplot.js").statusCode()).isEqualTo(200);
    assertThat(api.get("/lib/uplot.css").statusCode()).isEqualTo(200);
    assertThat(api.get("/../openapi.yaml").statusCode()).isIn(400, 404);
  }
}
