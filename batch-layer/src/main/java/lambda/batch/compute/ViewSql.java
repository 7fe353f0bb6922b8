package lambda.batch.compute;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.Condition;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.view.DistinctCountSketch;

/// Compiles a view to DuckDB SQL. Its twin is [lambda.core.view.ViewFold]; both must give the same
/// partials for the same events. Pure.
public final class ViewSql {
  /// The column with the event time, a timestamp in UTC.
  public static final String TIME = "_event_time";

  /// The functions that DuckDB needs beside its own: the hash of a text and of a whole number.
  public static final String HASH_TEXT = "uniques_hash_text";

  public static final String HASH_WHOLE = "uniques_hash_whole";

  private ViewSql() {}

  /// A query over `events`, one row for each event, that answers `window_start` (milliseconds since
  /// the epoch), the key columns, and the view's states.
  ///
  /// @param events a table or a subquery in parentheses
  public static String partials(ViewDefinition view, String events) {
    String columns =
        Stream.concat(
                view.groupBy().stream().map(field -> ", " + key(field)),
                view.states().stream()
                    .map(state -> ", %s as %s".formatted(state(state), name(state.name()))))
            .collect(Collectors.joining());
    return "select epoch_ms(date_trunc('%s', %s)) as window_start%s from %s where %s group by all"
        .formatted(
            view.window().unit(), TIME, columns, events, ConditionSql.compile(view.filter()));
  }

  private static String key(Field field) {
    return switch (field.type()) {
      case FieldType.StringType _ ->
          "left(%1$s, %2$d) as %1$s".formatted(column(field), ViewDefinition.KEY_LENGTH);
      case FieldType.LongType _,
          FieldType.DecimalType _,
          FieldType.DoubleType _,
          FieldType.BooleanType _ ->
          column(field);
    };
  }

  private static String state(Measure.Folded state) {
    String filter =
        state.filter().equals(Condition.always())
            ? ""
            : " filter (where %s)".formatted(ConditionSql.compile(state.filter()));
    return switch (state) {
      case Measure.Count count ->
          "count(%s)%s".formatted(count.field().map(ViewSql::column).orElse("*"), filter);
      case Measure.Sum(_, Field field, _) ->
          "coalesce(sum(%s)%s, 0)".formatted(column(field), filter);
      case Measure.Min(_, Field field, _) -> "min(%s)%s".formatted(column(field), filter);
      case Measure.Max(_, Field field, _) -> "max(%s)%s".formatted(column(field), filter);
      case Measure.CountDistinct(_, Field field, _) ->
          "coalesce(min(distinct %s(%s), %d)%s, [])"
              .formatted(
                  field.type() instanceof FieldType.StringType ? HASH_TEXT : HASH_WHOLE,
                  column(field),
                  DistinctCountSketch.SIZE + 1,
                  filter);
    };
  }

  private static String column(Field field) {
    return name(field.column());
  }

  /// The events of an hour without duplicates. A duplicate has an id that stands earlier in the
  /// same partition, in this hour or in the one before. Ids that stand there once, nearly all, are
  /// grouped away first, which is quicker than to number the rows of each id, and takes less
  /// memory.
  ///
  /// @param hour a table of the hour's events
  /// @param before a table of the events of the hour before, whose offsets are all lower
  public static String distinctEvents(StreamDefinition stream, String hour, String before) {
    return """
    with repeated as (
      select _partition, %1$s as id, min(_offset) as first
      from (select _partition, _offset, %1$s from %4$s
        union all select _partition, _offset, %1$s from %5$s)
      group by _partition, %1$s having count(*) > 1)
    select h.%2$s%3$s
    from %4$s h left join repeated r on h._partition = r._partition and h.%1$s = r.id
    where r.first is null or h._offset = r.first\
    """
        .formatted(
            column(stream.id()),
            TIME,
            each(usedColumns(stream), column -> ", h." + name(column), ""),
            hour,
            before);
  }

  /// The columns that any view of the stream reads, besides the time.
  private static List<String> usedColumns(StreamDefinition stream) {
    return stream.views().stream()
        .flatMap(view ->
            Stream.of(
                    view.groupBy().stream(),
                    ConditionSql.fields(view.filter()),
                    view.states().stream().flatMap(ViewSql::fields))
                .flatMap(fields -> fields))
        .map(Field::column)
        .distinct()
        .toList();
  }

  private static Stream<Field> fields(Measure.Folded state) {
    Stream<Field> own =
        switch (state) {
          case Measure.Count count -> count.field().stream();
          case Measure.Sum(_, Field field, _) -> Stream.of(field);
          case Measure.Min(_, Field field, _) -> Stream.of(field);
          case Measure.Max(_, Field field, _) -> Stream.of(field);
          case Measure.CountDistinct(_, Field field, _) -> Stream.of(field);
        };
    return Stream.concat(own, ConditionSql.fields(state.filter()));
  }

  /// Archived events with every column of the schema: those that a newer schema added are null in
  /// older objects.
  ///
  /// @param archived a relation that may lack columns
  public static String events(StreamDefinition stream, String archived) {
    String columns =
        stream.fields().stream()
            .map(field -> ", null::%s as %s".formatted(field.type().duckdb(), column(field)))
            .collect(Collectors.joining());
    return "(select 0::integer as _partition, 0::bigint as _offset, null::timestamp as %s%s where false union all by name select * from %s)"
        .formatted(TIME, columns, archived);
  }
}
