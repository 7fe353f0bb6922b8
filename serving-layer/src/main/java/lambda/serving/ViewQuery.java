package lambda.serving;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lambda.core.definition.ViewDefinition;
import lambda.store.PostgresTypes;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Queries the serving view of one declared view. Thread-safe.
public final class ViewQuery {
  private final Jdbi jdbi;

  public ViewQuery(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// All figures of a range of windows, by window and key. They may be very many; [#first] and
  /// [#top] limit them.
  ///
  /// @param key only this one, in the form of [ViewRow#key]
  public List<ViewRow> rows(
      ViewDefinition view, WindowRange range, Optional<List<@Nullable String>> key) {
    return select(view, range, key, byWindowAndKey(view));
  }

  /// The first `limit` of them.
  public List<ViewRow> first(
      ViewDefinition view, WindowRange range, Optional<List<@Nullable String>> key, long limit) {
    return select(view, range, key, "%s limit %d".formatted(byWindowAndKey(view), limit));
  }

  /// The `limit` figures with the highest values of a measure, highest first; those without a value
  /// come last.
  public List<ViewRow> top(
      ViewDefinition view,
      WindowRange range,
      Optional<List<@Nullable String>> key,
      String measure,
      long limit) {
    return select(
        view,
        range,
        key,
        "%s desc nulls last, %s limit %d".formatted(name(measure), byWindowAndKey(view), limit));
  }

  private static String byWindowAndKey(ViewDefinition view) {
    return "window_start"
        + each(view.keyColumns(), column -> ", " + text(column) + " nulls first", "");
  }

  private List<ViewRow> select(
      ViewDefinition view, WindowRange range, Optional<List<@Nullable String>> key, String order) {
    List<@Nullable Object> arguments = new ArrayList<>(List.of(range.from(), range.to()));
    key.ifPresent(arguments::addAll);
    String sql =
        """
        select window_start, source%s, %s from serving.%s
        where window_start >= ? and window_start < ?%s
        order by %s\
        """
            .formatted(
                each(view.keyColumns(), column -> ", " + text(column), ""),
                names(view.measureColumns()),
                name(view.name()),
                key.isEmpty()
                    ? ""
                    : each(
                        view.keyColumns(),
                        column -> " and %s is not distinct from ?::text".formatted(text(column)),
                        ""),
                order);
    return jdbi.withHandle(handle ->
        handle.select(sql, arguments.toArray()).map((row, context) -> row(view, row)).list());
  }

  private static String text(String column) {
    return name(column) + "::text";
  }

  private static ViewRow row(ViewDefinition view, ResultSet row) throws SQLException {
    int column = 3;
    List<@Nullable String> key = new ArrayList<>();
    for (int i = 0; i < view.keyColumns().size(); i++) {
      key.add(row.getString(column++));
    }
    Map<String, @Nullable BigDecimal> measures = new LinkedHashMap<>();
    for (String measure : view.measureColumns()) {
      measures.put(measure, row.getBigDecimal(column++));
    }
    return new ViewRow(
        PostgresTypes.time(row, 1), Collections.unmodifiableList(key), measures, row.getString(2));
  }
}
