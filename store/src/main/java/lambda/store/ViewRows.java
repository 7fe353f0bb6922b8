package lambda.store;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Handle;

/// How many rows the speed layer has inserted for each view and hour: `lambda.view_rows`. To count
/// the rows themselves would take longer with each of them.
public final class ViewRows {
  private ViewRows() {}

  /// Adds rows that this transaction inserted. The counts are locked until it ends, in the order of
  /// the hours; a transaction calls this last, for its views in the order of their names.
  ///
  /// @param inserted by hour
  /// @return how many rows the view has now in those hours
  public static SortedMap<Hour, Long> add(
      Handle handle, String view, SortedMap<Hour, Long> inserted) {
    List<Hour> hours = new ArrayList<>(inserted.keySet());
    return handle
        .select(
            """
            insert into lambda.view_rows as t (view, hour, rows)
            select ?, s.hour, s.rows from unnest(?::timestamptz[], ?::bigint[]) s(hour, rows)
            order by s.hour
            on conflict (view, hour) do update set rows = t.rows + excluded.rows
            returning hour, rows\
            """,
            view,
            hours.stream().map(Hour::toString).toArray(String[]::new),
            inserted.values().toArray(Long[]::new))
        .reduceRows(
            new TreeMap<>(),
            (rows, row) -> {
              rows.put(row.getColumn("hour", Hour.class), row.getColumn("rows", Long.class));
              return rows;
            });
  }

  /// Forgets hours whose speed partials are retired.
  public static void prune(Handle handle, String stream, String view) {
    handle.execute(
        """
        delete from lambda.view_rows t using lambda.batch_hours b
        where t.view = ? and b.stream = ? and b.hour = t.hour and b.retired_at is not null\
        """,
        view,
        stream);
  }
}
