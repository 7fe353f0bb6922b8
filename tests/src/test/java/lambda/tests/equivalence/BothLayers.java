package lambda.tests.equivalence;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lambda.batch.compute.ViewSql;
import lambda.batch.duckdb.HashFunctions;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.event.Event;
import lambda.core.hour.Hour;
import lambda.core.view.ViewFold;
import org.jspecify.annotations.Nullable;

/// Computes the partials of a case by the speed layer's fold and by the batch layer's SQL. One
/// DuckDB, one thread.
final class BothLayers implements AutoCloseable {
  private static final Hour HOUR = Hour.parse("2026-11-21T04:00:00Z");

  /// Where a partial belongs.
  record Place(Instant window, List<@Nullable Object> key) {}

  private final Connection duckdb;

  BothLayers() {
    try {
      duckdb = DriverManager.getConnection("jdbc:duckdb:");
      HashFunctions.register(duckdb);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<Place, List<@Nullable Object>> fold(EquivalenceCase given) {
    ViewFold fold = new ViewFold(given.stream(), given.view());
    given.events().forEach(event -> fold.add(HOUR, event));
    Map<Place, List<@Nullable Object>> partials = new HashMap<>();
    fold.forEach(partial ->
        partials.put(
            new Place(Instant.ofEpochMilli(partial.windowStart()), plain(partial.key())),
            plain(partial.states())));
    return partials;
  }

  Map<Place, List<@Nullable Object>> sql(EquivalenceCase given) throws SQLException {
    StreamDefinition stream = given.stream();
    ViewDefinition view = given.view();
    try (Statement statement = duckdb.createStatement()) {
      String columns =
          stream.fields().stream()
              .map(field -> ", \"%s\" %s".formatted(field.column(), field.type().duckdb()))
              .collect(Collectors.joining());
      statement.execute(
          "create or replace table archived (_partition int, _offset bigint, _event_time timestamp%s)"
              .formatted(columns));
      insert(stream, given.events());
      String archived = ViewSql.events(stream, "archived");
      statement.execute(
          "create or replace table events as "
              + ViewSql.distinctEvents(stream, archived, "(from archived limit 0)"));
      Map<Place, List<@Nullable Object>> partials = new HashMap<>();
      try (ResultSet rows = statement.executeQuery(ViewSql.partials(view, "events"))) {
        while (rows.next()) {
          List<@Nullable Object> values = new ArrayList<>();
          for (int column = 2; column <= rows.getMetaData().getColumnCount(); column++) {
            values.add(rows.getObject(column));
          }
          int keys = view.groupBy().size();
          partials.put(
              new Place(Instant.ofEpochMilli(rows.getLong(1)), plain(values.subList(0, keys))),
              plain(values.subList(keys, values.size())));
        }
      }
      return partials;
    }
  }

  private void insert(StreamDefinition stream, List<Event> events) throws SQLException {
    String marks = ", ?".repeat(stream.fields().size());
    try (PreparedStatement insert =
        duckdb.prepareStatement("insert into archived values (0, ?, ?" + marks + ")")) {
      long offset = 0;
      for (Event event : events) {
        insert.setLong(1, offset++);
        insert.setObject(
            2, LocalDateTime.ofInstant(Instant.ofEpochMilli(event.time()), ZoneOffset.UTC));
        for (int field = 0; field < stream.fields().size(); field++) {
          insert.setObject(field + 3, event.value(field));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /// Values in one form, so that 1, 1L and 1.00 are equal.
  private static List<@Nullable Object> plain(List<? extends @Nullable Object> values) {
    List<@Nullable Object> plain = new ArrayList<>();
    for (@Nullable Object value : values) {
      plain.add(plain(value));
    }
    return plain;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Integer number -> plain(BigDecimal.valueOf(number));
      case Long number -> plain(BigDecimal.valueOf(number));
      case BigInteger number -> plain(new BigDecimal(number));
      case BigDecimal number ->
          number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
      case Array array -> plain(items(array));
      case List<?> list -> plain(list);
      case null, default -> value;
    };
  }

  private static List<@Nullable Object> items(Array array) {
    try {
      return array.getArray() instanceof Object[] items ? List.of(items) : List.of();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws SQLException {
    duckdb.close();
  }
}
