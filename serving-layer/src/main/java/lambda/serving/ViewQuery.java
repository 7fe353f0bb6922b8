package lambda.serving;

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
import org.jdbi.v3.core.result.ResultIterator;
import org.jspecify.annotations.Nullable;

/// Queries the serving view of one declared view. Thread-safe.
public final class ViewQuery {
  /// About how much text a page holds, whatever its limit in rows.
  static final long PAGE_BYTES = 2 << 20;

  private static final int FETCH_ROWS = 500;

  private final Jdbi jdbi;

  public ViewQuery(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// All figures of a range of windows, by window and key. They may be very many; the other methods
  /// limit them.
  ///
  /// @param key only this one, in the form of [ViewRow#key]
  public List<ViewRow> rows(
      ViewDefinition view, WindowRange range, Optional<List<@Nullable String>> key) {
    return first(FigureRequest.of(view, range, key), Long.MAX_VALUE);
  }

  /// The first `limit` figures, in the order of their places.
  public List<ViewRow> first(FigureRequest request, long limit) {
    return list(request, FigureSql.page(request, Optional.empty(), limit));
  }

  /// The `limit` figures with the highest values of a measure, highest first; those without a value
  /// come last.
  public List<ViewRow> top(FigureRequest request, String measure, long limit) {
    return list(request, FigureSql.top(request, measure, limit));
  }

  private List<ViewRow> list(FigureRequest request, FigureSql query) {
    return jdbi.withHandle(handle ->
        handle
            .select(query.sql(), query.arguments().toArray())
            .map((row, _) -> row(request, row))
            .list());
  }

  /// Figures in the order of their places: at most `limit`, and not many more than [#PAGE_BYTES].
  ///
  /// @param after only those behind it
  public FigurePage page(FigureRequest request, Optional<Place> after, int limit) {
    return read(request, FigureSql.page(request, after, limit + 1L), limit);
  }

  private FigurePage read(FigureRequest request, FigureSql query, int limit) {
    return jdbi.inTransaction(handle -> {
      List<ViewRow> rows = new ArrayList<>();
      try (ResultIterator<ViewRow> found =
          handle
              .select(query.sql(), query.arguments().toArray())
              .setFetchSize(FETCH_ROWS)
              .map((row, _) -> row(request, row))
              .iterator()) {
        long size = 0;
        while (found.hasNext() && rows.size() < limit && size < PAGE_BYTES) {
          ViewRow row = found.next();
          rows.add(row);
          size += row.size();
        }
        return new FigurePage(
            rows,
            found.hasNext() && !rows.isEmpty()
                ? Optional.of(Place.of(rows.getLast()))
                : Optional.empty());
      }
    });
  }

  private static ViewRow row(FigureRequest request, ResultSet row) throws SQLException {
    return row(request.view(), request.columns(), row);
  }

  /// Reads a row: the window, the source, columns of the key as text, the measures.
  static ViewRow row(ViewDefinition view, List<String> columns, ResultSet row) throws SQLException {
    int column = 3;
    List<@Nullable String> key = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
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
