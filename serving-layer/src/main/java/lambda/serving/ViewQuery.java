package lambda.serving;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lambda.core.definition.ViewDefinition;
import lambda.store.Sql;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Asks the serving view of one declared view.
public final class ViewQuery {
  private final Jdbi jdbi;

  public ViewQuery(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// The figures of the windows that begin in a span, by window and key.
  ///
  /// @param from inclusive
  /// @param to exclusive
  /// @param key only this one, in the form of [ViewRow#key]
  public List<ViewRow> rows(ViewDefinition view, Instant from, Instant to, Optional<String> key) {
    String keyText = keyText(view);
    String sql =
        """
        select window_start, %s as key_text, %s, source from serving.%s
        where window_start >= :from and window_start < :to%s
        order by window_start, key_text\
        """
            .formatted(
                keyText,
                each(view.measureColumns(), Sql::name, ", "),
                name(view.name()),
                key.isPresent() ? " and " + keyText + " = :key" : "");
    return jdbi.withHandle(handle -> {
      var query =
          handle
              .createQuery(sql)
              .bind("from", from.atOffset(ZoneOffset.UTC))
              .bind("to", to.atOffset(ZoneOffset.UTC));
      key.ifPresent(value -> query.bind("key", value));
      return query
          .map((row, _) -> {
            Map<String, @Nullable BigDecimal> measures = new LinkedHashMap<>();
            for (String measure : view.measureColumns()) {
              measures.put(measure, row.getBigDecimal(measure));
            }
            return new ViewRow(
                row.getTimestamp("window_start").toInstant(),
                row.getString("key_text"),
                measures,
                row.getString("source"));
          })
          .list();
    });
  }

  private static String keyText(ViewDefinition view) {
    return view.groupBy().isEmpty()
        ? "''"
        : "concat_ws('|', %s)"
            .formatted(
                each(
                    view.keyColumns(), key -> "coalesce(%s::text, '')".formatted(name(key)), ", "));
  }
}
