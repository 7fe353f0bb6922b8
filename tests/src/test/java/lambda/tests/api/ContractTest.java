package lambda.tests.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lambda.tests.api.OpenApi.Operation;
import lambda.tests.stack.ScratchFolder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/// What the API answers is what its OpenAPI document says, whatever it is asked.
class ContractTest {
  /// Values that are right for the parameters of that name.
  private static final Map<String, List<String>> RIGHT =
      Map.ofEntries(
          Map.entry("view", List.of("orders_per_minute", "orders_per_day")),
          Map.entry("stream", List.of("orders")),
          Map.entry(
              "hour",
              List.of("2026-11-21T04:00:00Z", "2026-11-21T05:00:00Z", "2026-11-21T09:00:00Z")),
          Map.entry(
              "from",
              List.of("2026-11-21T04:00:00Z", "0001-01-01T00:00:00Z", "2026-11-20T23:59:59.123Z")),
          Map.entry(
              "to",
              List.of("2026-11-21T07:00:00Z", "9999-12-31T23:00:00Z", "2026-11-21T04:00:01Z")),
          Map.entry("key", List.of("corner", "a|b|(null)", "good", "(null)")),
          Map.entry("granularity", List.of("minute", "hour", "day", "month", "all")),
          Map.entry("type", List.of("LambdaHour", "Backfill")),
          Map.entry("group", List.of("none", "shop", "shop,mood")),
          Map.entry("limit", List.of("1", "7", "10000")),
          Map.entry("top", List.of("1", "1000")));

  private static final ScratchFolder FOLDER = new ScratchFolder();
  private static final ApiFixture API = new ApiFixture(FOLDER.path(), Map.of());
  private static final OpenApi DOCUMENT = new OpenApi(API.json("/api/openapi.json"));

  @AfterContainer
  static void end() {
    API.close();
    FOLDER.close();
  }

  /// A request, as text, so that a failure shows it.
  record Asked(String method, String target, String accept, String token, String body) {}

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static void assertDocumented(Operation operation, Asked asked) {
    HttpRequest.Builder request = API.request(asked.target);
    if (!asked.accept.isEmpty()) {
      request.header("Accept", asked.accept);
    }
    if (!asked.token.isEmpty()) {
      request.header("Authorization", asked.token);
    }
    if (asked.method.equals("post")) {
      request.header("Content-Type", "application/json");
      request.POST(HttpRequest.BodyPublishers.ofString(asked.body));
    }
    HttpResponse<InputStream> response = API.stream(request);
    String contentType = response.headers().firstValue("Content-Type").orElse("");
    String body = text(response.body(), contentType.startsWith("text/event-stream"));
    assertThat(response.statusCode()).as("%s: %s", asked, body).isLessThan(500);
    assertThat(DOCUMENT.fault(operation, response.statusCode(), contentType, body))
        .as("%s: %s", asked, body)
        .isEmpty();
  }

  /// Reads an answer; leaves one that does not end.
  private static String text(InputStream in, boolean endless) {
    try (in) {
      return endless ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String rightPath(Operation operation) {
    String path = operation.path();
    for (JsonNode parameter : DOCUMENT.parameters(operation)) {
      String name = parameter.path("name").asText();
      path = path.replace("{" + name + "}", RIGHT.getOrDefault(name, List.of("x")).getFirst());
    }
    return path;
  }

  @Example
  void everyPathAnswersAsItIsDocumented() {
    for (Operation operation : DOCUMENT.operations()) {
      assertDocumented(
          operation,
          new Asked(
              operation.method(),
              rightPath(operation),
              "",
              "Bearer " + ApiFixture.TOKEN,
              "{\"stream\": \"orders\"}"));
      assertDocumented(
          operation,
          new Asked(operation.method(), rightPath(operation) + "?nothing=1", "", "", "{}"));
      assertDocumented(
          operation, new Asked(operation.method(), rightPath(operation), "image/png", "", "{}"));
    }
  }

  @Example
  void otherMethodsAreRefusedWithThoseThatThereAre() {
    for (Operation operation : DOCUMENT.operations()) {
      HttpResponse<String> refused =
          API.send(
              API.request(rightPath(operation))
                  .method("DELETE", HttpRequest.BodyPublishers.noBody()));

      assertThat(refused.statusCode()).as(operation.name()).isEqualTo(405);
      assertThat(refused.headers().firstValue("Allow").orElse(""))
          .containsIgnoringCase(operation.method());
      assertThat(DOCUMENT.validate(DOCUMENT.schema("Problem"), ApiFixture.read(refused.body())))
          .isEmpty();
    }
  }

  @Example
  void everyAnswerHasATagByWhichItIsNotSentTwice() {
    for (Operation operation : DOCUMENT.operations()) {
      if (operation.method().equals("get")
          && !operation.node().path("responses").path("200").toString().contains("events")) {
        HttpResponse<String> head =
            API.send(
                API.request(rightPath(operation))
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).as(operation.name()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        String tag = head.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again =
            API.send(API.request(rightPath(operation)).header("If-None-Match", tag));
        assertThat(again.statusCode()).as(operation.name()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
      }
    }
  }

  @Provide
  Arbitrary<Operation> operations() {
    return Arbitraries.of(DOCUMENT.operations());
  }

  private static Arbitrary<String> values(String name) {
    List<String> right = RIGHT.getOrDefault(name, List.of("orders", "1"));
    return Arbitraries.oneOf(
        Arbitraries.of(right),
        Arbitraries.of(right),
        Arbitraries.strings().ofMinLength(1).ofMaxLength(20),
        Arbitraries.of(
            "\0",
            "'",
            "\"",
            "%",
            "../..",
            "a;b",
            "-1",
            "99999999999999999999",
            "1e9",
            "é",
            "\uD83D\uDE00",
            "2026-02-30T00:00:00Z",
            "+1000000000-01-01T00:00:00Z",
            "x".repeat(3_000)));
  }

  @Provide
  Arbitrary<Map<String, String>> parameters() {
    return Arbitraries.maps(
            Arbitraries.of(
                "view",
                "stream",
                "hour",
                "from",
                "to",
                "key",
                "granularity",
                "type",
                "limit",
                "top",
                "group",
                "by",
                "cursor"),
            Arbitraries.just(""))
        .ofMaxSize(6)
        .flatMap(names ->
            Combinators.combine(
                    names.keySet().stream()
                        .map(name -> values(name).map(value -> Map.entry(name, value)))
                        .toList())
                .as(entries ->
                    entries.stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))));
  }

  @Property(tries = 400)
  void noRequestHasAnUndocumentedAnswer(
      @ForAll("operations") Operation operation,
      @ForAll("parameters") Map<String, String> parameters,
      @ForAll("accepted") String accept,
      @ForAll boolean authorized,
      @ForAll("bodies") String body) {
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : DOCUMENT.parameters(operation)) {
      String name = parameter.path("name").asText();
      Optional<String> value = Optional.ofNullable(parameters.get(name));
      if (parameter.path("in").asText().equals("path")) {
        path =
            path.replace(
                "{" + name + "}",
                encoded(value.orElse(RIGHT.getOrDefault(name, List.of("x")).getFirst())));
      } else if (parameter.path("in").asText().equals("query") && value.isPresent()) {
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(name)
            .append('=')
            .append(encoded(value.get()));
      }
    }
    assertDocumented(
        operation,
        new Asked(
            operation.method(),
            path + query,
            accept,
            authorized ? "Bearer " + ApiFixture.TOKEN : "",
            body));
  }

  @Provide
  Arbitrary<String> accepted() {
    return Arbitraries.of(
        "",
        "*/*",
        "application/json",
        "text/csv",
        "text/event-stream",
        "text/*;q=0.5",
        "image/png",
        "nonsense",
        ";;,");
  }

  @Provide
  Arbitrary<String> bodies() {
    return Arbitraries.of(
        "{\"stream\": \"orders\"}", "{}", "", "[", "null", "\"x\"", "{\"stream\": 1}".repeat(2));
  }

  @Example
  void eventsAreAsDocumented() throws IOException {
    try (EventReader reader = new EventReader(API.port(), "/api/events", Optional.empty())) {
      JsonNode overview =
          ApiFixture.read(reader.next(Duration.ofSeconds(20)).getOrDefault("data", ""));
      assertThat(DOCUMENT.validate(DOCUMENT.schema("Overview"), overview)).isEmpty();
    }
    try (EventReader reader =
        new EventReader(API.port(), "/api/views/orders_per_minute/changes", Optional.of("3"))) {
      JsonNode changed =
          ApiFixture.read(reader.next(Duration.ofSeconds(20)).getOrDefault("data", ""));
      assertThat(DOCUMENT.validate(DOCUMENT.schema("FiguresChanged"), changed)).isEmpty();
    }
  }
}
