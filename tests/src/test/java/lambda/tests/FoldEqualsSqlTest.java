package lambda.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import lambda.batch.ViewSql;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.hour.Hour;
import lambda.core.view.ViewFold;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The heart of the promise: the fold and the SQL that are compiled from one definition give the
/// same figures for the same events. Definitions and events are drawn from a seed.
class FoldEqualsSqlTest {
  private static final int EVENTS = 300;
  private static final Hour HOUR = Hour.parse("2026-11-21T04:00:00Z");
  private static final List<Instant> TIMES =
      List.of(
          Instant.parse("2026-11-21T04:05:06.789Z"),
          Instant.parse("2028-02-29T23:59:59.999Z"),
          Instant.parse("2026-12-31T23:59:59.999Z"),
          Instant.parse("1969-12-31T23:59:59.999Z"),
          Instant.parse("1970-01-01T00:00:00Z"),
          Instant.parse("0001-01-01T00:00:00Z"),
          Instant.parse("9999-12-31T23:59:59.999Z"));
  private static final List<String> TEXTS =
      List.of(
          "SW19", "sw19", "", " ", "ß", "日本", "🎾", "a'b", "a\"b", "a\\b", "a|b", "a\tb\nc",
          "null");
  private static final List<Long> NUMBERS =
      List.of(0L, -1L, 1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53);

  private static final Field ID = new Field("id", FieldType.STRING, false);
  private static final Field TIME = new Field("time", FieldType.LONG, false);
  private static final List<Field> OTHERS =
      List.of(
          new Field("text", FieldType.STRING, false),
          new Field("maybe_text", FieldType.STRING, true),
          new Field("number", FieldType.LONG, false),
          new Field("maybe_number", FieldType.LONG, true),
          new Field("maybe_bool", FieldType.BOOLEAN, true));

  /// A figure: where it belongs, as text.
  private record Figure(long window, List<String> key) {}

  static List<Long> seeds() {
    return new Random(20261121).longs(200).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void foldAndSqlAgreeOnAnyDefinitionAndAnyEvents(long seed) throws SQLException {
    Random random = new Random(seed);
    ViewDefinition view = view(random);
    List<Field> fields = new ArrayList<>(List.of(ID, TIME));
    fields.addAll(OTHERS);
    StreamDefinition stream =
        new StreamDefinition("s", "t", 1, fields, ID, TIME, ID, List.of(view));
    List<Event> events = events(random, stream);

    assertThat(sql(stream, view, events))
        .as("seed %d, %s", seed, view)
        .isEqualTo(fold(stream, view, events));
  }

  private static ViewDefinition view(Random random) {
    List<Field> groupBy = OTHERS.stream().filter(_ -> random.nextInt(3) == 0).toList();
    List<Window> windows = List.of(Window.values());
    Window window = windows.get(random.nextInt(windows.size()));
    return new ViewDefinition("v", window, groupBy, List.of(new Measure("n", Measure.Kind.COUNT)));
  }

  /// Through the decoder, as both layers get them.
  private static List<Event> events(Random random, StreamDefinition stream) {
    EventDecoder decoder = new EventDecoder(stream);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      ObjectNode json = JsonMapper.builder().build().createObjectNode();
      json.put("id", "id-" + random.nextInt(EVENTS));
      long near =
          TIMES.get(random.nextInt(TIMES.size())).toEpochMilli()
              + random.nextInt(200_000)
              - 100_000;
      json.put("time", near);
      for (Field field : OTHERS) {
        if (!field.nullable() || random.nextBoolean()) {
          switch (field.type()) {
            case STRING -> json.put(field.name(), TEXTS.get(random.nextInt(TEXTS.size())));
            case LONG -> json.put(field.name(), NUMBERS.get(random.nextInt(NUMBERS.size())));
            case BOOLEAN -> json.put(field.name(), random.nextBoolean());
            case DOUBLE -> json.put(field.name(), random.nextGaussian());
          }
        }
      }
      if (decoder.decode(json.toString().getBytes(StandardCharsets.UTF_8)) instanceof Event event) {
        events.add(event);
      }
    }
    return events;
  }

  private static Map<Figure, Long> fold(
      StreamDefinition stream, ViewDefinition view, List<Event> events) {
    ViewFold fold = new ViewFold(stream, view);
    Set<String> seen = new HashSet<>();
    events.stream().filter(event -> seen.add(event.id())).forEach(event -> fold.add(HOUR, event));
    return fold.partials().stream()
        .collect(
            Collectors.toMap(
                partial ->
                    new Figure(
                        partial.getKey().windowStart(),
                        partial.getKey().key().stream().map(FoldEqualsSqlTest::shown).toList()),
                partial -> partial.getValue()[0]));
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "null" : "=" + value;
  }

  private static Map<Figure, Long> sql(
      StreamDefinition stream, ViewDefinition view, List<Event> events) throws SQLException {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      String columns =
          stream.fields().stream()
              .map(field -> ", \"%s\" %s".formatted(field.name(), field.type().duckdb()))
              .collect(Collectors.joining());
      statement.execute("create table hour (_partition integer, _offset bigint" + columns + ")");
      statement.execute("create table before as from hour");
      insert(duckdb, stream, events);
      statement.execute(
          "create table events as " + ViewSql.distinctEvents(stream, "hour", "before"));
      Map<Figure, Long> figures = new HashMap<>();
      try (ResultSet rows = statement.executeQuery(ViewSql.partials(stream, view, "events"))) {
        while (rows.next()) {
          List<String> key = new ArrayList<>();
          for (int i = 0; i < view.groupBy().size(); i++) {
            key.add(shown(rows.getObject(i + 2)));
          }
          figures.put(new Figure(rows.getLong(1), key), rows.getLong("n"));
        }
      }
      return figures;
    }
  }

  private static void insert(Connection duckdb, StreamDefinition stream, List<Event> events)
      throws SQLException {
    String marks = ", ?".repeat(stream.fields().size());
    try (PreparedStatement insert =
        duckdb.prepareStatement("insert into hour values (0, ?" + marks + ")")) {
      long offset = 0;
      for (Event event : events) {
        insert.setLong(1, offset++);
        int column = 2;
        for (@Nullable Object value : event.values()) {
          insert.setObject(column++, value);
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
