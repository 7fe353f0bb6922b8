package lambda.store.projection;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import java.util.List;
import java.util.stream.Collectors;
import lambda.core.definition.ViewDefinition;
import lambda.store.ViewTables;
import org.jdbi.v3.core.Handle;

/// How to find the figures of a view that transactions changed.
public final class ViewChanges {
  private static final String CHANGED = "changed_in >= ?::xid8 and changed_in < ?::xid8";

  private ViewChanges() {}

  /// A query for the current figure of every window and key that has a changed partial: the columns
  /// of [ViewTables#figure], then the measures, then `source`, which is null if the figure no
  /// longer exists. Its parameters are two equal pairs of transaction ids, from (inclusive) and to
  /// (exclusive).
  public static String sql(ViewDefinition view) {
    List<String> figure = ViewTables.figure(view);
    return """
    with changed as (
      select %1$s from speed.%2$s where %8$s
      union
      select %1$s from batch.%2$s where %8$s
    )
    select %3$s, %4$s, case when count(p.window_start) > 0 then %5$s end as source
    from changed c left join serving.%6$s p on %7$s
    group by %3$s\
    """
        .formatted(
            names(figure),
            name(view.name()),
            each(figure, column -> "c." + name(column), ", "),
            ViewTables.totals(view, "p"),
            ViewTables.source("p"),
            name(view.name() + "_partials"),
            ViewTables.sameFigure(view, "p", "c"),
            CHANGED);
  }

  /// How many partials transactions changed from one (inclusive) to another (exclusive), counted up
  /// to `most` for each layer.
  public static long count(Handle handle, ViewDefinition view, String from, String to, int most) {
    String counts =
        ViewTables.slices(view).tables().stream()
            .map(table ->
                "(select count(*) from (select from %s where changed_in >= :from::xid8 and changed_in < :to::xid8 limit :most) c)"
                    .formatted(table))
            .collect(Collectors.joining(" + "));
    return handle
        .createQuery("select " + counts)
        .bind("from", from)
        .bind("to", to)
        .bind("most", most)
        .mapTo(Long.class)
        .one();
  }
}
