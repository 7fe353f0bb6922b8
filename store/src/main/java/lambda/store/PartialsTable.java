package lambda.store;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import lambda.core.hour.Layer;
import lambda.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;

/// Writes the partials that a layer keeps of a view (see [ViewTables]). Whatever it writes gets the
/// current transaction as `changed_in`, so the projector copies it to Elasticsearch again. Every
/// method runs inside the caller's transaction.
public final class PartialsTable {
  private final Layer layer;
  private final ViewDefinition view;
  private final String table;
  private final String columns;

  public PartialsTable(Layer layer, ViewDefinition view) {
    this.layer = layer;
    this.view = view;
    table = layer.label() + "." + name(view.name());
    columns = names(ViewTables.columns(view));
  }

  /// Stages partials for the other methods. Each row has the values of [ViewTables#columns].
  ///
  /// @return the staging table
  public <X extends Exception> String stage(Handle handle, StagingTable.Rows<X> rows) throws X {
    return StagingTable.fill(handle, layer.label() + "_" + view.name(), table, columns, rows);
  }

  /// Merges staged partials into the stored ones: counts and sums add up. Rows are locked in the
  /// order of their identity, so that transactions that merge the same partials wait for each other
  /// but never deadlock.
  ///
  /// @return how many rows were inserted, by hour; hours without new rows are left out
  public SortedMap<Hour, Long> merge(Handle handle, String staged) {
    // A row that was inserted has never been locked; one that was there is, by this transaction.
    return handle
        .select(
            """
            with merged as (
              insert into %1$s as t (%2$s) select %2$s from %3$s order by %4$s
              on conflict (%4$s) do update set %5$s, changed_in = pg_current_xact_id()
              returning t.hour, t.xmax = 0 as inserted)
            select hour, count(*) as rows from merged where inserted group by hour\
            """
                .formatted(
                    table,
                    columns,
                    staged,
                    identity(),
                    view.states().stream()
                        .map(MeasureSql::merge)
                        .collect(Collectors.joining(", "))))
        .reduceRows(
            new TreeMap<>(),
            (rows, row) -> {
              rows.put(row.getColumn("hour", Hour.class), row.getColumn("rows", Long.class));
              return rows;
            });
  }

  public ViewDefinition view() {
    return view;
  }

  /// Makes the staged partials those of the hour. All of them count as changed, since the layer
  /// that serves the hour may change with them.
  public void replace(Handle handle, Hour hour, String staged) {
    markGone(handle, hour, staged);
    overwrite(handle, hour, staged, "");
  }

  /// Makes the partials of another table those of the hour, and leaves those that agree untouched.
  public void correct(Handle handle, Hour hour, PartialsTable other) {
    String differs =
        each(
            view.stateColumns(),
            column -> "t.%1$s is distinct from excluded.%1$s".formatted(name(column)),
            " or ");
    String source = "(select * from %s where not gone)".formatted(other.table);
    markGone(handle, hour, source);
    overwrite(handle, hour, source, "where t.gone or " + differs);
  }

  /// Counts the hour's partials that are not staged as changed.
  public void touchOthers(Handle handle, Hour hour, String staged) {
    handle.execute(
        """
        update %s t set changed_in = pg_current_xact_id()
        where t.hour = ? and not exists (select from %s s where %s)\
        """
            .formatted(table, staged, ViewTables.samePartial(view, "t", "s")),
        hour);
  }

  private void markGone(Handle handle, Hour hour, String source) {
    handle.execute(
        """
        update %s t set gone = true, changed_in = pg_current_xact_id()
        where t.hour = ? and not t.gone and not exists (select from %s s where %s)\
        """
            .formatted(table, source, ViewTables.samePartial(view, "t", "s")),
        hour);
  }

  private void overwrite(Handle handle, Hour hour, String source, String condition) {
    handle.execute(
        """
        insert into %1$s as t (%2$s) select %2$s from %3$s s where s.hour = ?
        on conflict (%4$s) do update set %5$s, gone = false, changed_in = pg_current_xact_id()
        %6$s\
        """
            .formatted(
                table,
                columns,
                source,
                identity(),
                each(
                    view.stateColumns(),
                    column -> "%1$s = excluded.%1$s".formatted(name(column)),
                    ", "),
                condition),
        hour);
  }

  private String identity() {
    return names(ViewTables.identity(view));
  }
}
