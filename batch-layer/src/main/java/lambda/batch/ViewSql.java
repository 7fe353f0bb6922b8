package lambda.batch;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.Field;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;

/// Compiles a view to DuckDB SQL. Its twin is [lambda.core.view.ViewFold]; both must give the same
/// figures for the same events. Pure.
public final class ViewSql {
  private ViewSql() {}

  /// A query over `events`, one row for each event, that answers `window_start` (milliseconds since
  /// the epoch), the key columns, and the measures.
  ///
  /// @param events a table or a subquery in parentheses
  public static String partials(StreamDefinition stream, ViewDefinition view, String events) {
    String window =
        "epoch_ms(date_trunc('%s', epoch_ms(%s)))"
            .formatted(view.window().unit(), name(stream.time().name()));
    String columns =
        Stream.concat(
                view.keyColumns().stream().map(key -> ", " + name(key)),
                view.measures().stream()
                    .map(measure -> ", %s as %s".formatted(measure(measure), name(measure.name()))))
            .collect(Collectors.joining());
    return "select %s as window_start%s from %s group by all".formatted(window, columns, events);
  }

  private static String measure(Measure measure) {
    return switch (measure.kind()) {
      case COUNT -> "count(*)";
    };
  }

  /// The events of an hour without duplicates, with the columns that the stream's views need. A
  /// duplicate has an id that stands earlier in the same partition in this hour or anywhere in it
  /// in the hour before.
  ///
  /// @param hour a table of the hour's events
  /// @param before a table of the events of the hour before
  public static String distinctEvents(StreamDefinition stream, String hour, String before) {
    List<String> columns =
        Stream.concat(
                Stream.of(stream.time()),
                stream.views().stream().flatMap(view -> view.groupBy().stream()))
            .filter(field -> !field.equals(stream.id()))
            .map(Field::name)
            .distinct()
            .toList();
    return """
    select h._partition, h.%1$s%2$s
    from %3$s h
    anti join (select _partition, %1$s from %4$s) b
      on h._partition = b._partition and h.%1$s = b.%1$s
    qualify row_number() over (partition by h._partition, h.%1$s order by h._offset) = 1\
    """
        .formatted(
            name(stream.id().name()),
            each(columns, column -> ", h." + name(column), ""),
            hour,
            before);
  }
}
