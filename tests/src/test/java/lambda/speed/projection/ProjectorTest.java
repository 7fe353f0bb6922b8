package lambda.speed.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.failure.LambdaException;
import lambda.core.parse.StreamParser;
import lambda.store.Database;
import lambda.store.PostgresTypes;
import lambda.store.StreamTables;
import lambda.store.projection.Projections;
import lambda.tests.stack.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The projection between a real Postgres and a model of Elasticsearch: whatever either loses, both
/// agree in the end.
class ProjectorTest {
  private static final String VIEW = "by_mood";
  private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final StreamDefinition STREAM =
      new StreamParser(
              "orders.yaml",
              _ ->
                  """
                  {"type": "record", "name": "Sale", "fields": [
                    {"name": "id", "type": "string"},
                    {"name": "at", "type": "string"},
                    {"name": "mood", "type": ["null", "string"]}]}
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
                - view: by_mood
                  window: day
                  group_by: [mood]
                  measures: { events: count }
              """);

  @TempDir static Path folder;

  private static EmbeddedPostgres postgres;
  private static Database database;

  private final InMemoryIndices indices = new InMemoryIndices();
  private Instant now = START;
  private final Projector projector = projector("one");

  @BeforeAll
  static void start() {
    postgres = new EmbeddedPostgres(folder);
    database = postgres.connect(4);
    new StreamTables(database.jdbi()).ensure(new Streams(List.of(STREAM)));
  }

  @AfterAll
  static void end() {
    database.close();
    postgres.close();
  }

  @BeforeEach
  void empty() {
    execute("truncate speed.by_mood, batch.by_mood, lambda.rejected_documents");
    execute("delete from lambda.projections where view = ?", VIEW);
    execute("insert into lambda.projections (view) values (?)", VIEW);
  }

  private Projector projector(String owner) {
    InstantSource clock = () -> now;
    return new Projector(
        database.jdbi(), new ViewIndex(STREAM.views().getFirst()), indices, owner, clock);
  }

  private static void execute(String sql, @Nullable Object... arguments) {
    database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
  }

  private static void add(Instant window, @Nullable String mood, long events) {
    execute(
        """
        insert into speed.by_mood as t (hour, window_start, mood, events) values (?, ?, ?::text, ?)
        on conflict (hour, window_start, mood) do update
        set events = t.events + excluded.events, gone = false, changed_in = pg_current_xact_id()\
        """,
        START,
        window,
        mood,
        events);
  }

  private static void remove(Instant window) {
    execute(
        "update speed.by_mood set gone = true, changed_in = pg_current_xact_id() where window_start = ?",
        window);
  }

  /// One step of the loop.
  private void step() {
    now = now.plusSeconds(10);
    Projector.Round round = projector.round();
    round.rebuild().ifPresent(because -> projector.rebuild(because, _ -> {}));
  }

  private void settle() {
    for (int i = 0; i < 4; i++) {
      step();
    }
  }

  private Map<String, Long> shown() {
    Map<String, Long> shown = new TreeMap<>();
    for (JsonNode document : indices.documents(VIEW).values()) {
      String figure =
          document.path("window_start").asText() + " " + document.path("mood").toString();
      assertThat(shown.put(figure, document.path("events").asLong())).as(figure).isNull();
    }
    return shown;
  }

  private static Map<String, Long> served() {
    Map<String, Long> served = new TreeMap<>();
    database
        .jdbi()
        .useHandle(handle ->
            handle
                .createQuery(
                    "select window_start, coalesce(to_json(mood)::text, 'null'), events from serving.by_mood")
                .map((row, _) ->
                    served.put(PostgresTypes.time(row, 1) + " " + row.getString(2), row.getLong(3)))
                .list());
    return served;
  }

  private void assertEqual() {
    assertThat(shown()).isEqualTo(served());
  }

  private static String reason() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .select("select built_because from lambda.projections where view = ?", VIEW)
                .mapTo(String.class)
                .one());
  }

  @Test
  void figuresAppearChangeAndDisappear() {
    add(START, "glad", 1);
    settle();
    assertEqual();
    add(START, "glad", 2);
    add(START.plusSeconds(86_400), "sad", 1);
    step();
    assertEqual();
    remove(START);
    step();
    assertThat(shown()).hasSize(1);
    assertEqual();
  }

  @Test
  void keysThatLookAlikeAreDifferentDocuments() {
    List<@Nullable String> moods = new ArrayList<>(List.of("null", "", "0:", "4:null", "null;"));
    moods.add(null);
    moods.forEach(mood -> add(START, mood, 1));

    settle();

    assertThat(shown()).hasSize(6);
    assertEqual();
  }

  @Test
  void anIndexThatWasDeletedIsFilledAgain() {
    add(START, "glad", 1);
    settle();

    indices.deleteAll();
    settle();

    assertThat(shown()).hasSize(1);
    assertEqual();
    assertThat(reason()).isEqualTo("its index was deleted");
  }

  @Test
  void anIndexThatReadersDoNotFindIsPublishedAgain() {
    add(START, "glad", 1);
    settle();

    indices.hide(VIEW);
    step();

    assertEqual();
    assertThat(reason()).isEqualTo("it has no index yet");
  }

  @Test
  void aRestoredPostgresWinsOverANewerElasticsearch() {
    add(START, "glad", 1);
    settle();
    execute("create schema backup");
    execute("create table backup.partials as table speed.by_mood");
    execute("create table backup.projections as table lambda.projections");
    add(START, "glad", 10);
    add(START, "lost", 1);
    settle();
    assertThat(shown()).hasSize(2);

    execute("truncate speed.by_mood");
    execute("insert into speed.by_mood select * from backup.partials");
    execute("delete from lambda.projections");
    execute("insert into lambda.projections select * from backup.projections");
    execute("drop schema backup cascade");
    settle();

    assertThat(served()).hasSize(1);
    assertEqual();
    assertThat(reason()).startsWith("Postgres was restored: Elasticsearch has documents");
  }

  @Test
  void aPostgresWhoseTransactionIdsWentBackWins() {
    add(START, "glad", 1);
    settle();
    execute("update lambda.projections set position = '9000000000'");
    execute("update speed.by_mood set events = 5, changed_in = '8000000000'");

    settle();

    assertEqual();
    assertThat(reason()).isEqualTo("Postgres was restored: its transaction ids went back");
    execute("update speed.by_mood set changed_in = pg_current_xact_id()");
  }

  @Test
  void aRestoredElasticsearchIsFilledAgain() {
    add(START, "glad", 1);
    settle();
    Runnable restore = indices.backup();
    add(START, "glad", 1);
    settle();

    restore.run();
    settle();

    assertEqual();
    assertThat(reason()).startsWith("Elasticsearch was restored");
  }

  @Test
  void aNewGenerationIsBuiltOnRequestAndOnlyOnce() {
    add(START, "glad", 1);
    settle();
    Projections projections = new Projections(database.jdbi());
    String before = indices.documents(VIEW).keySet().iterator().next();

    long request = projections.request(VIEW);
    assertThat(projections.answered(VIEW, request)).isFalse();
    settle();

    String after = indices.documents(VIEW).keySet().iterator().next();
    assertThat(projections.answered(VIEW, request)).isTrue();
    assertThat(after).isNotEqualTo(before);
    settle();
    assertThat(indices.documents(VIEW)).containsOnlyKeys(after);
    assertThat(indices.indices()).isEqualTo(1);
    assertThatThrownBy(() -> projections.request("nothing"))
        .hasMessageContaining(
            "there is no view or raw sink 'nothing'; there are: by_mood, raw/events");
  }

  @Test
  void whatIsRefusedIsSetAsideNamedAndForgottenOnceItIsAccepted() {
    indices.refuse(change -> change.what().contains("bad"));
    add(START, "bad", 1);
    add(START, "good", 1);
    settle();
    assertThat(shown()).containsOnlyKeys("2026-11-24T00:00:00Z \"good\"");
    assertThat(rejected())
        .containsExactly("by_mood [2026-11-24T00:00:00Z, bad]: refused by the test");

    add(START, "good", 1);
    step();
    assertThat(rejected()).hasSize(1);

    indices.refuse(_ -> false);
    add(START, "bad", 1);
    step();
    assertEqual();
    assertThat(rejected()).isEmpty();
  }

  @Test
  void whatARebuildAcceptsIsForgotten() {
    indices.refuse(_ -> true);
    add(START, "bad", 1);
    settle();
    assertThat(rejected()).hasSize(1);

    indices.refuse(_ -> false);
    new Projections(database.jdbi()).request(VIEW);
    settle();

    assertThat(rejected()).isEmpty();
    assertEqual();
  }

  private static List<String> rejected() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .select(
                    "select document || ': ' || reason from lambda.rejected_documents where view = ?",
                    VIEW)
                .mapTo(String.class)
                .list());
  }

  @Test
  void oneProcessProjectsUntilItsLeaseEnds() {
    add(START, "glad", 1);
    settle();
    add(START, "glad", 1);

    assertThat(projector("two").round().documents()).isZero();

    execute("update lambda.projections set owned_until = now() - interval '1 second'");
    assertThat(projector("two").round().documents()).isEqualTo(1);
    assertEqual();
  }

  @Test
  void roundThatTakesLongerThanTheLeaseKeepsIt() {
    add(START, "glad", 1);
    settle();
    add(START, "glad", 1);
    indices.beforeWrite(() -> {
      endLease();
      projector.keepWhileWorking();
      assertThat(projector("two").round().documents()).isZero();
    });

    step();

    assertEqual();
    endLease();
    projector.keepWhileWorking();
    add(START, "glad", 1);
    assertThat(projector("two").round().documents()).as("between rounds").isEqualTo(1);
  }

  private static void endLease() {
    execute("update lambda.projections set owned_until = now() - interval '1 second'");
  }

  @Test
  void theWorkOfAProcessCountsAlsoIfAnotherOneWasFaster() {
    add(START, "glad", 1);
    settle();
    add(START, "glad", 1);
    indices.beforeWrite(() -> {
      execute("update lambda.projections set owned_until = now() - interval '1 second'");
      add(START, "glad", 1);
      projector("two").round();
    });

    step();
    execute("update lambda.projections set owned_until = null");
    settle();

    assertEqual();
    assertThat(indices.indices()).isEqualTo(1);
    assertThat(reason()).isEqualTo("it has no index yet");
  }

  @Test
  void roundThatIsOvertakenAfterItTookItsVersionDoesNotAdvance() {
    add(START, "glad", 1);
    settle();
    Projections projections = new Projections(database.jdbi());
    long overtaken = projections.takeVersion(VIEW);
    add(START, "glad", 1);
    // The later round has read the figure, and is about to write it under the higher version.
    indices.beforeWrite(() -> {
      add(START, "glad", 1);
      projections.advance(
          VIEW, projections.state(VIEW).index().orElseThrow(), projections.horizon(), overtaken);
    });

    step();
    settle();

    assertEqual();
  }

  @Test
  void whereverElasticsearchFailsBothAgreeInTheEnd() {
    Random random = new Random(7);
    for (int call = 1; call <= 40; call++) {
      for (boolean after : new boolean[] {false, true}) {
        add(START.plusSeconds(86_400L * random.nextInt(5)), "m" + random.nextInt(3), 1);
        if (random.nextInt(4) == 0) {
          remove(START.plusSeconds(86_400L * random.nextInt(5)));
        }
        if (random.nextInt(3) == 0) {
          new Projections(database.jdbi()).request(VIEW);
        }
        if (random.nextInt(5) == 0) {
          indices.deleteAll();
        }
        indices.failAt(1 + call % 9, after);
        for (int i = 0; i < 6; i++) {
          try {
            step();
          } catch (LambdaException e) {
            assertThat(e).hasMessage("the test wants it");
          }
        }
        assertEqual();
        assertThat(indices.indices()).isEqualTo(1);
      }
    }
  }
}
