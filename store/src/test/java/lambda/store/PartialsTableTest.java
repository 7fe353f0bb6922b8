package lambda.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgres.class)
class PartialsTableTest {
  private static final Hour HOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final Instant DAY = Instant.parse("2026-11-21T00:00:00Z");
  private static final ViewDefinition VIEW = TestViews.view();

  private final Database database;
  private final PartialsTable speed = new PartialsTable(Layer.SPEED, VIEW);
  private final PartialsTable batch = new PartialsTable(Layer.BATCH, VIEW);

  PartialsTableTest(Database database) {
    this.database = database;
  }

  @BeforeEach
  void empty() {
    new StreamTables(database.jdbi()).ensure(TestViews.streams());
    database
        .jdbi()
        .useHandle(handle -> handle.execute("truncate speed.sales_by_mood, batch.sales_by_mood"));
  }

  /// A partial: its key, how many events, their total, the least and the greatest price.
  private record Row(
      String shop, @Nullable String mood, long events, long total, @Nullable Double price) {}

  @Test
  void mergedPartialsAddUp() {
    merge(new Row("a", "good", 1, 10, 2.5), new Row("b", "good", 7, 7, 1.0));
    merge(new Row("a", "good", 2, 5, 1.5), new Row("a", null, 1, 1, null));

    assertThat(figures())
        .containsExactlyInAnyOrder(
            List.of("a", "good", 3L, 15L, 1.5, 2.5),
            List.of("b", "good", 7L, 7L, 1.0, 1.0),
            Arrays.asList("a", null, 1L, 1L, null, null));
  }

  @Test
  void mergeCountsTheRowsThatItInserted() {
    assertThat(merge(new Row("a", "good", 1, 10, 2.5), new Row("b", "good", 7, 7, 1.0)))
        .isEqualTo(Map.of(HOUR, 2L));
    assertThat(merge(new Row("a", "good", 2, 5, 1.5), new Row("a", null, 1, 1, null)))
        .isEqualTo(Map.of(HOUR, 1L));
    assertThat(merge(new Row("a", null, 2, 5, 1.5))).isEmpty();
  }

  @Test
  void mergeLocksPartialsInTheOrderOfTheirIdentity() {
    Row[] rows = {
      new Row("c", "good", 1, 1, null), new Row("a", "good", 1, 1, null),
      new Row("b", "good", 1, 1, null), new Row("d", "good", 1, 1, null)
    };
    merge(rows);

    List<String> free =
        database
            .jdbi()
            .inTransaction(handle -> {
              handle.execute("select from speed.sales_by_mood where shop = 'b' for update");
              CompletableFuture<Void> merging = CompletableFuture.runAsync(() -> merge(rows));
              await().until(() -> isWaiting(handle));
              List<String> unlocked =
                  handle
                      .select("select shop from speed.sales_by_mood for update skip locked")
                      .mapTo(String.class)
                      .list();
              handle.commit();
              merging.join();
              return unlocked;
            });

    assertThat(free).containsExactlyInAnyOrder("b", "c", "d");
  }

  private static boolean isWaiting(Handle handle) {
    return handle
        .select("select exists (select from pg_locks where not granted)")
        .mapTo(Boolean.class)
        .one();
  }

  @Test
  void keysOfNullAndOfTheEmptyStringStayApart() {
    merge(new Row("a", null, 1, 1, null), new Row("a", "", 2, 2, null));
    merge(new Row("a", null, 10, 10, null), new Row("a", "", 20, 20, null));

    assertThat(figures())
        .containsExactlyInAnyOrder(
            Arrays.asList("a", null, 11L, 11L, null, null),
            Arrays.asList("a", "", 22L, 22L, null, null));
  }

  @Test
  void mergeWithNoPriceKeepsTheKnownOne() {
    merge(new Row("a", "good", 1, 1, 2.0));
    merge(new Row("a", "good", 1, 1, null));

    assertThat(figures()).containsExactly(List.of("a", "good", 2L, 2L, 2.0, 2.0));
  }

  @Test
  void replacedHourHoldsExactlyTheStagedPartials() {
    replace(new Row("a", "good", 1, 1, 1.0), new Row("b", null, 2, 2, null));
    replace(new Row("b", null, 3, 3, 1.0), new Row("c", "", 4, 4, null));

    assertThat(states("batch"))
        .containsExactlyInAnyOrder(
            Arrays.asList("a", "good", 1L, true),
            Arrays.asList("b", null, 3L, false),
            Arrays.asList("c", "", 4L, false));
  }

  @Test
  void gonePartialComesBack() {
    replace(new Row("a", "good", 1, 1, 1.0));
    replace();
    replace(new Row("a", "good", 5, 5, 1.0));

    assertThat(states("batch")).containsExactly(List.of("a", "good", 5L, false));
  }

  @Test
  void correctedHourEqualsTheOtherTableAndEqualRowsAreUntouched() {
    merge(
        new Row("same", null, 1, 1, null),
        new Row("differs", "good", 2, 2, 1.0),
        new Row("extra", "good", 9, 9, 1.0));
    replace(
        new Row("same", null, 1, 1, null),
        new Row("differs", "good", 3, 3, 1.0),
        new Row("missing", "", 4, 4, 1.0));
    String before = changedIn("same");

    database.jdbi().useTransaction(handle -> speed.correct(handle, HOUR, batch));

    assertThat(states("speed"))
        .containsExactlyInAnyOrder(
            Arrays.asList("same", null, 1L, false),
            Arrays.asList("differs", "good", 3L, false),
            Arrays.asList("extra", "good", 9L, true),
            Arrays.asList("missing", "", 4L, false));
    assertThat(changedIn("same")).isEqualTo(before);
    assertThat(changedIn("differs")).isNotEqualTo(before);
  }

  @Test
  void partialsThatAreNotStagedAreProjectedAgain() {
    merge(new Row("staged", null, 1, 1, null), new Row("other", null, 1, 1, null));
    String before = changedIn("staged");

    database
        .jdbi()
        .useTransaction(handle ->
            speed.touchOthers(
                handle, HOUR, stage(batch, handle, new Row("staged", null, 1, 1, null))));

    assertThat(changedIn("staged")).isEqualTo(before);
    assertThat(changedIn("other")).isNotEqualTo(before);
  }

  private SortedMap<Hour, Long> merge(Row... rows) {
    return database.jdbi().inTransaction(handle -> speed.merge(handle, stage(speed, handle, rows)));
  }

  private void replace(Row... rows) {
    database
        .jdbi()
        .useTransaction(handle -> batch.replace(handle, HOUR, stage(batch, handle, rows)));
  }

  private static String stage(PartialsTable table, Handle handle, Row... rows) {
    return table.stage(
        handle,
        copy -> {
          for (Row row : rows) {
            copy.value(HOUR).value(DAY).value(row.shop).value(row.mood);
            for (String state : VIEW.stateColumns()) {
              copy.value(state(state, row));
            }
            copy.end();
          }
        });
  }

  private static @Nullable Object state(String column, Row row) {
    return switch (column) {
      case "events" -> row.events;
      case "least", "most" -> row.price;
      case "shops" -> List.of(1L);
      default -> row.total;
    };
  }

  /// The speed layer's partials: shop, mood, events, total, least, most.
  private List<List<@Nullable Object>> figures() {
    return rows("select shop, mood, events, total::bigint, least, most from speed.sales_by_mood");
  }

  private List<List<@Nullable Object>> states(String layer) {
    return rows("select shop, mood, events, gone from %s.sales_by_mood".formatted(layer));
  }

  private String changedIn(String shop) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .select("select changed_in::text from speed.sales_by_mood where shop = ?", shop)
                .mapTo(String.class)
                .one());
  }

  private List<List<@Nullable Object>> rows(String sql) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .select(sql)
                .map(PostgresTypes.MAP)
                .map(row -> (List<@Nullable Object>) new ArrayList<>(row.values()))
                .list());
  }
}
