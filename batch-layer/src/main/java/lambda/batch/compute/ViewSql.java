package lambda.batch.compute;

import static lambda.batch.duckdb.ArchiveColumns.EVENT_TIME;
import static lambda.batch.duckdb.ArchiveColumns.OFFSET;
import static lambda.batch.duckdb.ArchiveColumns.PARTITION;
import static lambda.batch.duckdb.HashFunctions.HASH_LONG;
import static lambda.batch.duckdb.HashFunctions.HASH_STRING;
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

/// Compiles a view to DuckDB SQL. Its counterpart is [lambda.core.view.ViewFold]; both must produce
/// the same partials from the same events. Pure.
public final class ViewSql {
  private ViewSql() {}

  /// A query over events that returns a row for each partial: `window_start` (milliseconds since
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
            view.window().unit(), EVENT_TIME, columns, events, ConditionSql.compile(view.filter()));
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
                  field.type() instanceof FieldType.StringType ? HASH_STRING : HASH_LONG,
                  column(field),
                  DistinctCountSketch.SIZE + 1,
                  filter);
    };
  }

  private static String column(Field field) {
    return name(field.column());
  }

  /// The events of an hour without duplicates. An event is a duplicate if its id occurs earlier in
  /// the same partition, in this hour or in the hour before. Ids that occur once, nearly all, are
  /// grouped away first: that is faster than numbering the rows of each id, and takes less memory.
  ///
  /// @param hour a table of the hour's events
  /// @param before a table of the events of the hour before; all its offsets are lower
  public static String distinctEvents(StreamDefinition stream, String hour, String before) {
    return """
    with repeated as (
      select %6$s, %1$s as id, min(%7$s) as first
      from (select %6$s, %7$s, %1$s from %4$s
        union all select %6$s, %7$s, %1$s from %5$s)
      group by %6$s, %1$s having count(*) > 1)
    select h.%2$s%3$s
    from %4$s h left join repeated r on h.%6$s = r.%6$s and h.%1$s = r.id
    where r.first is null or h.%7$s = r.first\
    """
        .formatted(
            column(stream.id()),
            EVENT_TIME,
            each(usedColumns(stream), column -> ", h." + name(column), ""),
            hour,
            before,
            PARTITION,
            OFFSET);
  }

  /// The columns that the stream's views read, apart from the event time.
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

  /// Archived events with every column of the schema. A column that was added to the schema later
  /// is null in older files.
  ///
  /// @param archived a relation that may lack columns
  public static String events(StreamDefinition stream, String archived) {
    String columns =
        stream.fields().stream()
            .map(field -> ", null::%s as %s".formatted(field.type().duckdb(), column(field)))
            .collect(Collectors.joining());
    return "(select 0::integer as %s, 0::bigint as %s, null::timestamp as %s%s where false union all by name select * from %s)"
        .formatted(PARTITION, OFFSET, EVENT_TIME, columns, archived);
  }
}
