package lambda.store;

import static lambda.store.Sql.concat;
import static lambda.store.Sql.each;
import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import java.util.List;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import org.jdbi.v3.core.Handle;

/// The table where a stream's events themselves go: `public.<raw_sink>`, a row for each event id,
/// with a column for each field of the schema. `_event_time` is the event time; `_changed_in` the
/// transaction that wrote the row, by which the projector goes.
public final class RawSinkTable {
  private RawSinkTable() {}

  /// Makes the table, and the columns that the schema has got since.
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

  /// What its projection is called; no view can be called so.
  public static String projection(StreamDefinition stream) {
    return "raw/" + sink(stream);
  }

  public static String table(StreamDefinition stream) {
    return "public." + name(sink(stream));
  }

  /// The columns with the fields, then the event time.
  public static List<String> columns(StreamDefinition stream) {
    return concat(stream.fields().stream().map(Field::column).toList(), List.of("_event_time"));
  }

  /// Takes rows of another table over; a row whose id is there already stays as it is.
  public static String insert(StreamDefinition stream, String from) {
    String columns = names(columns(stream));
    return "insert into %s (%s) select %s from %s on conflict do nothing"
        .formatted(table(stream), columns, columns, from);
  }

  /// A query for the rows that transactions wrote, from one up to another (exclusive).
  public static String changed(StreamDefinition stream) {
    return "select %s from %s where _changed_in >= ?::xid8 and _changed_in < ?::xid8"
        .formatted(each(columns(stream), Sql::name, ", "), table(stream));
  }

  private static String sink(StreamDefinition stream) {
    return stream.rawSink().orElseThrow();
  }
}
