package lambda.batch.compute;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lambda.batch.duckdb.DuckDb;
import lambda.batch.duckdb.DuckDbFailures;
import lambda.batch.s3.ObjectStore;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Compares the Parquet files of a view's batch partials with Postgres, for every sealed hour.
/// Thread-safe.
public final class AggregatedVerifier {
  private final Jdbi jdbi;
  private final DuckDb duck;
  private final ObjectStore store;

  public AggregatedVerifier(Jdbi jdbi, DuckDb duck, ObjectStore store) {
    this.jdbi = jdbi;
    this.duck = duck;
    this.store = store;
  }

  /// @param hours how many hours were compared
  /// @param differences the number of partials that differ
  /// @param examples the first differences, one line each
  public record Report(long hours, long differences, List<String> examples) {}

  /// @param shown how many differences are returned at most
  public Report verify(StreamDefinition stream, ViewDefinition view, int shown) {
    List<Hour> hours =
        jdbi.withHandle(handle ->
            handle
                .select(
                    "select hour from lambda.batch_hours where stream = ? and sealed_at is not null order by hour",
                    stream.name())
                .mapTo(Hour.class)
                .list());
    Set<String> keys =
        store.list(AggregatedFiles.folder(view)).stream()
            .map(ObjectStore.Listed::key)
            .collect(Collectors.toCollection(TreeSet::new));
    long different = 0;
    List<String> examples = new ArrayList<>();
    for (Hour hour : hours) {
      Map<List<@Nullable String>, List<@Nullable String>> expected = postgres(view, hour);
      String key = AggregatedFiles.key(view, hour);
      Map<List<@Nullable String>, List<@Nullable String>> found =
          keys.contains(key) ? parquet(view, key) : Map.of();
      List<String> differences = differences(hour, expected, found);
      different += differences.size();
      differences.stream().limit(shown - examples.size()).forEach(examples::add);
    }
    return new Report(hours.size(), different, List.copyOf(examples));
  }

  private static List<String> differences(
      Hour hour,
      Map<List<@Nullable String>, List<@Nullable String>> expected,
      Map<List<@Nullable String>, List<@Nullable String>> found) {
    List<String> differences = new ArrayList<>();
    expected.forEach((place, states) -> {
      @Nullable List<@Nullable String> there = found.get(place);
      if (!states.equals(there)) {
        differences.add(
            "hour %s, window and key %s: Postgres %s, aggregated/ %s"
                .formatted(hour, place, states, there == null ? "nothing" : there));
      }
    });
    found.forEach((place, states) -> {
      if (!expected.containsKey(place)) {
        differences.add(
            "hour %s, window and key %s: Postgres nothing, aggregated/ %s"
                .formatted(hour, place, states));
      }
    });
    return differences;
  }

  private Map<List<@Nullable String>, List<@Nullable String>> postgres(
      ViewDefinition view, Hour hour) {
    String sql =
        "select (extract(epoch from window_start) * 1000)::bigint::text%s from batch.%s where hour = ? and not gone"
            .formatted(columns(view, "::text"), name(view.name()));
    Map<List<@Nullable String>, List<@Nullable String>> partials = new HashMap<>();
    jdbi.useHandle(handle ->
        handle
            .select(sql, hour)
            .setFetchSize(1_000)
            .map((row, _) -> {
              enter(view, row, partials);
              return true;
            })
            .list());
    return partials;
  }

  private Map<List<@Nullable String>, List<@Nullable String>> parquet(
      ViewDefinition view, String key) {
    String sql =
        "select epoch_ms(window_start)::varchar%s from %s"
            .formatted(columns(view, "::varchar"), duck.objects(List.of(key)));
    Map<List<@Nullable String>, List<@Nullable String>> partials = new HashMap<>();
    try (Connection connection = duck.remote();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        enter(view, rows, partials);
      }
      return partials;
    } catch (SQLException e) {
      throw DuckDbFailures.of("read " + key, e);
    }
  }

  /// Both databases write a list of numbers alike when they are told how; a sketch is compared by
  /// its hash.
  private static String columns(ViewDefinition view, String text) {
    return each(view.keyColumns(), column -> ", " + name(column) + text, "")
        + view.states().stream()
            .map(state ->
                state instanceof Measure.CountDistinct
                    ? ", md5(array_to_string(%s, ','))".formatted(name(state.name()))
                    : ", " + name(state.name()) + text)
            .collect(Collectors.joining());
  }

  private static void enter(
      ViewDefinition view,
      ResultSet row,
      Map<List<@Nullable String>, List<@Nullable String>> partials)
      throws SQLException {
    int column = 1;
    List<@Nullable String> place = new ArrayList<>();
    place.add(row.getString(column++));
    for (Field field : view.groupBy()) {
      place.add(canonical(row.getString(column++), textual(field)));
    }
    List<@Nullable String> states = new ArrayList<>();
    for (Measure.Folded state : view.states()) {
      states.add(canonical(row.getString(column++), state instanceof Measure.CountDistinct));
    }
    partials.put(place, states);
  }

  private static boolean textual(Field field) {
    return switch (field.type()) {
      case FieldType.StringType _, FieldType.BooleanType _ -> true;
      case FieldType.LongType _, FieldType.DecimalType _, FieldType.DoubleType _ -> false;
    };
  }

  /// Equal numbers are written alike.
  private static @Nullable String canonical(@Nullable String value, boolean textual) {
    if (value == null || textual) {
      return value;
    }
    BigDecimal number = new BigDecimal(value);
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
