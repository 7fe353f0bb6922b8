package lambda.speed.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.parse.StreamParser;
import lambda.serving.SearchQuery;
import lambda.serving.SearchVerifier;
import lambda.serving.ViewQuery;
import lambda.serving.ViewRow;
import lambda.serving.WindowRange;
import lambda.store.Database;
import lambda.store.StreamTables;
import lambda.store.projection.DocumentId;
import lambda.store.projection.Projections;
import lambda.store.projection.TimeSlices;
import lambda.tests.stack.EmbeddedElasticsearch;
import lambda.tests.stack.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The loop between a real Postgres and a real Elasticsearch.
class ProjectionOnServersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final StreamDefinition STREAM =
      new StreamParser(
              "orders.yaml",
              _ ->
                  """
                  {"type": "record", "name": "Order", "fields": [
                    {"name": "id", "type": "string"},
                    {"name": "at", "type": "string"},
                    {"name": "note", "type": ["null", "string"]}]}
                  """)
          .parse(
              """
              stream: orders
              topic: orders
              partitions: 1
              format: json
              schema: orders.avsc
              id: id
              time: at
              key: id
              raw_sink: events
              views:
                - view: by_note
                  window: day
                  group_by: [note]
                  measures: { orders: count }
              """);
  private static final ViewDefinition VIEW = STREAM.views().getFirst();

  @TempDir static Path folder;

  private static EmbeddedPostgres postgres;
  private static EmbeddedElasticsearch server;
  private static Database database;
  private static ElasticsearchClient client;
  private static ProjectionLoop loop;
  private static SearchQuery search;

  @BeforeAll
  static void start() {
    postgres = new EmbeddedPostgres(folder.resolve("postgres"));
    server = new EmbeddedElasticsearch(folder.resolve("elasticsearch"));
    database = postgres.connect(ProjectionLoop.CONNECTIONS + 2);
    new StreamTables(database.jdbi()).ensure(new Streams(List.of(STREAM)));
    client = ElasticsearchClient.of(c -> c.host(server.address()));
    loop =
        new ProjectionLoop(
            database.jdbi(),
            List.of(new ViewIndex(VIEW), new RawIndex(STREAM)),
            new ElasticsearchIndices(client),
            "test",
            Duration.ofMillis(50),
            InstantSource.system(),
            new SimpleMeterRegistry());
    loop.start();
    search = new SearchQuery(server.address());
  }

  @AfterAll
  static void end() throws IOException {
    loop.close();
    search.close();
    client.close();
    database.close();
    server.close();
    postgres.close();
  }

  private static void add(Instant window, @Nullable String note) {
    execute(
        "insert into speed.by_note (hour, window_start, note, orders) values (?, ?, ?::text, 1)",
        Instant.parse("2026-11-24T00:00:00Z"),
        window,
        note);
  }

  private static void execute(String sql, @Nullable Object... arguments) {
    database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
  }

  private static SearchVerifier.Report verify() {
    return new SearchVerifier(database.jdbi(), search, InstantSource.system(), PATIENCE)
        .verify(VIEW, 10);
  }

  @Test
  void everyDateAndEveryKeyIsTheSameInBothAndWhatIsRefusedStopsNothing() {
    List<Instant> days =
        List.of(
                "0001-01-01T00:00:00Z",
                "1500-02-28T00:00:00Z",
                "1582-10-04T00:00:00Z",
                "1582-10-05T00:00:00Z",
                "1582-10-15T00:00:00Z",
                "1969-12-31T00:00:00Z",
                "2000-02-29T00:00:00Z",
                "9999-12-31T00:00:00Z")
            .stream()
            .map(Instant::parse)
            .toList();
    for (Instant day : days) {
      for (@Nullable String note : Arrays.asList(null, "null", "", "\t\"\\", "\uD83D\uDE00")) {
        add(day, note);
      }
    }
    execute(
        "insert into public.events (id, at, note, _event_time) values (?, '', repeat('x', 40000), ?), (repeat('é', 300), '', null, ?)",
        "1",
        days.getFirst(),
        days.getLast());

    SearchVerifier.Report report = verify();

    assertThat(report.figures()).isGreaterThanOrEqualTo(40);
    assertThat(report).isEqualTo(new SearchVerifier.Report(report.figures(), 0, 0, List.of()));
    assertThat(search.rows(VIEW)).extracting(ViewRow::window).containsAll(days);
    assertThat(
            new ViewQuery(database.jdbi())
                .rows(VIEW, new WindowRange(TimeSlices.FIRST, TimeSlices.END), Optional.empty()))
        .extracting(ViewRow::window)
        .containsAll(days);
    await().atMost(PATIENCE).until(() -> search.count("events") == 2);

    execute(
        "update speed.by_note set gone = true, changed_in = pg_current_xact_id() where note = 'null'");
    assertThat(verify())
        .isEqualTo(new SearchVerifier.Report(report.figures() - 8, 0, 0, List.of()));
    assertThat(loop.notes()).isEmpty();
    assertThat(loop.problem()).isEmpty();
  }

  @Test
  void aDifferenceIsFoundAndNamed() throws IOException {
    Instant day = Instant.parse("2020-05-05T00:00:00Z");
    add(day, "missing");
    verify();
    client.delete(d -> d.index("by_note").id(DocumentId.of(List.of(day, "missing"))));

    assertThat(verify().examples())
        .singleElement()
        .satisfies(difference ->
            assertThat(difference.sentence())
                .isEqualTo("2020-05-05T00:00:00Z missing: Postgres present, there missing"));

    new Projections(database.jdbi()).request("by_note");
    await().atMost(PATIENCE).until(() -> verify().differences() == 0);
  }
}
