package lambda.tests.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.parse.StreamParser;
import lambda.serving.FigureRequest;
import lambda.serving.Freshness;
import lambda.serving.Granularity;
import lambda.serving.ViewQuery;
import lambda.serving.ViewRow;
import lambda.serving.WindowRange;
import lambda.store.Database;
import lambda.store.StreamTables;
import lambda.tests.stack.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The query of the serving view, on a real Postgres.
class ViewQueryTest {
  private static final Instant DAY = Instant.parse("1500-03-01T00:00:00Z");
  private static final WindowRange RANGE = new WindowRange(DAY, DAY.plusSeconds(1));
  private static final StreamDefinition STREAM =
      new StreamParser(
              "orders.yaml",
              _ ->
                  """
                  {"type": "record", "name": "Sale", "fields": [
                    {"name": "id", "type": "string"},
                    {"name": "at", "type": "string"},
                    {"name": "shop", "type": "string"},
                    {"name": "size", "type": "long"},
                    {"name": "price", "type": ["null", "long"]},
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
              key: shop
              views:
                - view: by_mood
                  window: day
                  group_by: [mood, size]
                  measures: { events: count, most: { max: price } }
                - view: all_orders
                  window: day
                  measures: { events: count }
              """);
  private static final ViewDefinition VIEW = STREAM.views().getFirst();

  private static final FigureRequest ALL = FigureRequest.of(VIEW, RANGE);

  @TempDir static Path folder;

  private static EmbeddedPostgres postgres;
  private static Database database;

  @BeforeAll
  static void start() {
    postgres = new EmbeddedPostgres(folder);
    database = postgres.database();
  }

  @AfterAll
  static void end() {
    postgres.close();
  }

  @BeforeEach
  void fill() {
    new StreamTables(database.jdbi()).ensure(new Streams(List.of(STREAM)));
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("truncate speed.by_mood");
          for (Object[] row :
              List.of(
                  new @Nullable Object[] {null, 1, 1, null},
                  new Object[] {"", 1, 2, 9},
                  new Object[] {"a|b", 2, 3, 10})) {
            handle.execute(
                "insert into speed.by_mood (hour, window_start, mood, size, events, most) values (?, ?, ?::text, ?, ?, ?::bigint)",
                DAY,
                DAY,
                row[0],
                row[1],
                row[2],
                row[3]);
          }
        });
  }

  @Test
  void rowsCarryTheirKeysValueByValue() {
    assertThat(rows(Optional.empty()))
        .extracting(ViewRow::key)
        .containsExactly(Arrays.asList(null, "1"), List.of("", "1"), List.of("a|b", "2"));
    assertThat(rows(Optional.empty())).extracting(ViewRow::window).containsOnly(DAY);
  }

  @Test
  void figuresOfTheColumnsThatAreLeftOutAreMerged() {
    assertThat(new ViewQuery(database.jdbi()).first(grouped(List.of("size")), 10))
        .extracting(row -> List.of(row.key(), row.measures().get("events")))
        .containsExactly(
            List.of(List.of("1"), BigDecimal.valueOf(3)),
            List.of(List.of("2"), BigDecimal.valueOf(3)));
    assertThat(new ViewQuery(database.jdbi()).first(grouped(List.of()), 10))
        .singleElement()
        .returns(List.of(), ViewRow::key)
        .returns(
            Map.of("events", BigDecimal.valueOf(6), "most", BigDecimal.valueOf(10)),
            ViewRow::measures);
  }

  private static FigureRequest grouped(List<String> columns) {
    return new FigureRequest(VIEW, RANGE, Granularity.DAY, Optional.empty(), columns);
  }

  @Test
  void keyIsFoundAloneWithItsFigures() {
    assertThat(rows(Optional.of(Arrays.asList(null, "1"))))
        .singleElement()
        .satisfies(row -> assertThat(row.measures().get("events")).isEqualByComparingTo("1"));
    assertThat(rows(Optional.of(List.of("", "1")))).hasSize(1);
    assertThat(rows(Optional.of(List.of("a", "1")))).isEmpty();
    assertThat(rows(Optional.of(List.of("a|b", "2")))).hasSize(1);
  }

  @Test
  void firstRowsAreThoseOfTheFirstKeys() {
    assertThat(query().first(ALL, 2))
        .extracting(ViewRow::key)
        .containsExactly(Arrays.asList(null, "1"), List.of("", "1"));
  }

  @Test
  void topRowsAreThoseOfTheHighestFigures() {
    assertThat(query().top(ALL, "most", 2))
        .extracting(ViewRow::key)
        .containsExactly(List.of("a|b", "2"), List.of("", "1"));
    assertThat(query().top(ALL, "most", 9))
        .as("rows without a figure come last")
        .extracting(row -> row.measures().get("most"))
        .hasSize(3)
        .last()
        .isNull();
  }

  @Test
  void viewWithoutAKeyIsAnswered() {
    assertThat(query().rows(STREAM.views().getLast(), RANGE, Optional.empty())).isEmpty();
  }

  @Test
  void freshnessOfAStreamWithoutRecordsIsUnknown() {
    assertThat(Freshness.of(database.jdbi(), "orders").sentence())
        .isEqualTo("no hour is sealed yet; the speed layer has not stored a record yet");
  }

  private static ViewQuery query() {
    return new ViewQuery(database.jdbi());
  }

  private static List<ViewRow> rows(Optional<List<@Nullable String>> key) {
    return query().rows(VIEW, RANGE, key);
  }
}
