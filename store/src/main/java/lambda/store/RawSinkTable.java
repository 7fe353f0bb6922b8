package lambda.store;

import static lambda.store.Sql.concat;
import static lambda.store.Sql.each;
import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import java.util.List;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import lambda.store.projection.TimeSlices;
import org.jdbi.v3.core.Handle;

/// The table that holds a stream's events: `public.<raw_sink>`, with a row for each event id and a
/// column for each field of the schema. `_event_time` is the event time; `_changed_in` is the
/// transaction that wrote the row, by which the projector finds changes.
public final class RawSinkTable {
  /// The column of [#changed] that marks deleted rows.
  public static final String REMOVED = "_removed";

  private RawSinkTable() {}

  /// Creates the table, and columns for fields that were added to the schema since.
  static void ensure(Handle handle, StreamDefinition stream) {
    String table = table(stream);
    handle.execute(
        """
        create table if not exists %1$s (
          %2$s text primary key,
          _event_time timestamptz not null,
          _changed_in xid8 not null default pg_current_xact_id()
        );
        create index if not exists %3$s on %1$s (_changed_in);
        create index if not exists %4$s on %1$s (_event_time);
        """
            .formatted(
                table,
                name(stream.id().column()),
                name(sink(stream) + "_changed_in"),
                name(sink(stream) + "_event_time")));
    for (Field field : stream.fields()) {
      handle.execute(
          "alter table %s add column if not exists %s %s"
              .formatted(table, name(field.column()), field.type().postgres()));
    }
    handle.execute(
        "insert into lambda.projections (view) values (?) on conflict do nothing",
        projection(stream));
  }

  /// The name of its projection. No view can have this name.
  public static String projection(StreamDefinition stream) {
    return "raw/" + sink(stream);
  }

  public static String table(StreamDefinition stream) {
    return "public." + name(sink(stream));
  }

  /// The columns of the fields, then the event time.
  public static List<String> columns(StreamDefinition stream) {
    return concat(stream.fields().stream().map(Field::column).toList(), List.of("_event_time"));
  }

  /// Copies rows from another table. A row whose id exists stays as it is. Ids are inserted in
  /// order, since a transaction that inserts an id waits for any other that has just inserted it.
  public static String insert(StreamDefinition stream, String from) {
    String columns = names(columns(stream));
    return "insert into %s (%s) select %s from %s order by %s on conflict do nothing"
        .formatted(table(stream), columns, columns, from, name(stream.id().column()));
  }

  /// Deletes the rows in which a field has a value, and records their ids for the projection.
  /// Parameters: the value as text, and the stream.
  public static String remove(StreamDefinition stream, Field field) {
    return """
    with gone as (delete from %1$s where %2$s::text = ? returning %3$s as id)
    insert into lambda.removals (stream, id) select ?, id from gone
    on conflict (stream, id) do update set changed_in = pg_current_xact_id()\
    """
        .formatted(table(stream), name(field.column()), name(stream.id().column()));
  }

  /// A query for the rows that transactions wrote or deleted. Its parameters are two pairs of
  /// transaction ids, from (inclusive) and to (exclusive). Of a deleted row it returns only the id.
  public static String changed(StreamDefinition stream) {
    String id = stream.id().column();
    return """
    select %1$s, false as %2$s from %3$s where _changed_in >= ?::xid8 and _changed_in < ?::xid8
    union all
    select %4$s, true from lambda.removals r where r.stream = '%5$s'
      and r.changed_in >= ?::xid8 and r.changed_in < ?::xid8
      and not exists (select from %3$s where %6$s = r.id)\
    """
        .formatted(
            names(columns(stream)),
            REMOVED,
            table(stream),
            each(columns(stream), column -> column.equals(id) ? "r.id" : "null", ", "),
            stream.name(),
            name(id));
  }

  /// The rows that were deleted, as SQL.
  public static String removals(StreamDefinition stream) {
    return "(select changed_in from lambda.removals where stream = '%s')".formatted(stream.name());
  }

  /// How to divide the rows.
  public static TimeSlices slices(StreamDefinition stream) {
    return new TimeSlices(List.of(table(stream)), "_event_time");
  }

  /// A query for the rows of a slice. Its parameters are the slice's times.
  public static String slice(StreamDefinition stream) {
    return "select %s from %s where _event_time >= ? and _event_time < ?"
        .formatted(names(columns(stream)), table(stream));
  }

  private static String sink(StreamDefinition stream) {
    return stream.rawSink().orElseThrow();
  }
}
