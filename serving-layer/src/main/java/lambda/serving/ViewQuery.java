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

  /// The figures of a range of windows, by window and key.
  ///
  /// @param key only this one, in the form of [ViewRow#key]
  public List<ViewRow> rows(
      ViewDefinition view, WindowRange range, Optional<List<@Nullable String>> key) {
    List<@Nullable Object> arguments = new ArrayList<>(List.of(range.from(), range.to()));
    key.ifPresent(arguments::addAll);
    String sql =
        """
        select window_start, source%s, %s from serving.%s
        where window_start >= ? and window_start < ?%s
        order by window_start%s\
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
                each(view.keyColumns(), column -> ", " + text(column) + " nulls first", ""));
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
