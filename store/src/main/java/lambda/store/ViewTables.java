package lambda.store;

import static lambda.store.Sql.concat;
import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Layer;
import lambda.store.projection.TimeSlices;
import org.jdbi.v3.core.Handle;

/// The tables of a view, made from its definition:
///
/// - `speed.<view>` and `batch.<view>`: partials, a row for each (hour, window_start, key).
///   `changed_in` is the transaction that last wrote the row, by which the projector finds changes.
///   That is why a partial that no longer exists is marked `gone` instead of being deleted.
/// - `serving.<view>_partials`: batch partials of the hours that the batch layer has computed for
///   the view, speed partials of the others. Each hour comes from exactly one layer.
/// - `serving.<view>`: the figures, a row for each (window_start, key).
public final class ViewTables {
  private ViewTables() {}

  /// Creates the view's tables unless they exist. The views in `serving` hold no data, so they are
  /// always replaced by those of this version.
  static void ensure(Handle handle, StreamDefinition stream, ViewDefinition view) {
    if (fingerprint(handle, view).isEmpty()) {
      createTables(handle, stream, view);
    }
    handle.execute(servingPartials(stream, view));
    handle.execute(serving(view));
  }

  /// Makes the projection of the view copy all of its figures again, into a new index.
  public static void projectAgain(Handle handle, ViewDefinition view) {
    handle.execute(
        "update lambda.projections set requested = requested + 1 where view = ?", view.name());
  }

  /// The fingerprint of the definition that the view's tables were created from; empty if there are
  /// none.
  static Optional<String> fingerprint(Handle handle, ViewDefinition view) {
    return handle
        .select("select fingerprint from lambda.views where view = ?", view.name())
        .mapTo(String.class)
        .findOne();
  }

  /// Why the view's tables do not fit its definition; empty if they fit or do not exist.
  static Optional<String> conflict(Handle handle, ViewDefinition view) {
    return fingerprint(handle, view)
        .filter(known -> !known.equals(view.fingerprint()))
        .map(known ->
            "view '%s' has figures of another definition, and the two would mix. Give the changed view a new name, and it is computed for all archived hours. It was [%s]; it is now [%s]"
                .formatted(view.name(), known, view.fingerprint()));
  }

  private static void createTables(Handle handle, StreamDefinition stream, ViewDefinition view) {
    handle.execute(partialsTable(Layer.SPEED, view));
    handle.execute(partialsTable(Layer.BATCH, view));
    handle.execute("insert into lambda.projections (view) values (?)", view.name());
    handle.execute(
        "insert into lambda.views (view, stream, fingerprint) values (?, ?, ?)",
        view.name(),
        stream.name(),
        view.fingerprint());
  }

  /// All columns of a partial: its identity, then its states.
  public static List<String> columns(ViewDefinition view) {
    return concat(identity(view), view.stateColumns());
  }

  /// The columns that identify a partial of a view.
  public static List<String> identity(ViewDefinition view) {
    return concat(List.of("hour", "window_start"), view.keyColumns());
  }

  private static String partialsTable(Layer layer, ViewDefinition view) {
    String table = layer.label() + "." + name(view.name());
    String keys =
        view.groupBy().stream()
            .map(field -> "%s %s,".formatted(name(field.column()), field.type().postgres()))
            .collect(Collectors.joining(" "));
    return """
    create table %1$s (
      hour timestamptz not null,
      window_start timestamptz not null,
      %2$s
      %3$s,
      gone boolean not null default false,
      changed_in xid8 not null default pg_current_xact_id(),
      unique nulls not distinct (%4$s)
    );
    create index on %1$s (changed_in);
    create index on %1$s (window_start);
    """
        .formatted(
            table,
            keys,
            view.states().stream().map(MeasureSql::column).collect(Collectors.joining(", ")),
            names(identity(view)));
  }

  private static String servingPartials(StreamDefinition stream, ViewDefinition view) {
    String columns = names(columns(view));
    // Both halves use one condition, so each hour comes from exactly one layer.
    return """
    create or replace view serving.%1$s as
      select %2$s, (select case when %5$s then 'incomplete' else 'batch-exact' end) as source, changed_in
      from batch.%3$s p
      where not gone and %4$s
    union all
      select %2$s, (select case when %5$s then 'incomplete' else 'real-time' end) as source, changed_in
      from speed.%3$s p
      where not gone and not %4$s
    """
        .formatted(
            name(view.name() + "_partials"),
            columns,
            name(view.name()),
            BatchViews.serves(view, "p"),
            isIncomplete(stream, view));
  }

  private static String isIncomplete(StreamDefinition stream, ViewDefinition view) {
    return BatchViews.hasGaps(stream, view) + " or " + ViewPositions.isBehind(stream, view);
  }

  /// Has views projected again that were incomplete when the transaction began and are not any
  /// more: each of their figures has another source now.
  public static void projectCompleted(
      Handle handle, StreamDefinition stream, List<ViewDefinition> wereIncomplete) {
    if (wereIncomplete.isEmpty()) {
      return;
    }
    // Of transactions that complete a view together, the last one must see what the others did.
    handle.execute(
        "select from lambda.projections where view = any(?) order by view for update",
        (Object) wereIncomplete.stream().map(ViewDefinition::name).toArray(String[]::new));
    List<ViewDefinition> incomplete = incomplete(handle, stream);
    wereIncomplete.stream()
        .filter(view -> !incomplete.contains(view))
        .forEach(view -> projectAgain(handle, view));
  }

  /// The views of the stream whose figures lack records at present.
  public static List<ViewDefinition> incomplete(Handle handle, StreamDefinition stream) {
    return stream.views().stream()
        .filter(view ->
            handle.select("select " + isIncomplete(stream, view)).mapTo(Boolean.class).one())
        .toList();
  }

  private static String serving(ViewDefinition view) {
    List<String> figure = figure(view);
    return """
    create or replace view serving.%s as
    select %s, %s, %s as source
    from serving.%s p
    group by %s
    """
        .formatted(
            name(view.name()),
            names(figure),
            totals(view, "p"),
            source("p"),
            name(view.name() + "_partials"),
            names(figure));
  }

  /// The columns that identify a figure of a view.
  public static List<String> figure(ViewDefinition view) {
    return concat(List.of("window_start"), view.keyColumns());
  }

  /// How to divide the view's figures: by windows, and by the number of their partials.
  public static TimeSlices slices(ViewDefinition view) {
    return new TimeSlices(
        List.of("speed." + name(view.name()), "batch." + name(view.name())), "window_start");
  }

  /// Select expressions that compute the view's measures from partials.
  ///
  /// @param partials the alias of the table that holds them
  public static String totals(ViewDefinition view, String partials) {
    return view.measures().stream()
        .map(measure ->
            "%s as %s".formatted(MeasureSql.total(measure, partials), name(measure.name())))
        .collect(Collectors.joining(", "));
  }

  /// A select expression for where a figure comes from: `incomplete` while records are missing from
  /// the view, which may be any of its figures.
  ///
  /// @param partials the alias of a table with the figure's `serving` partials
  public static String source(String partials) {
    return "case when bool_or(%1$s.source = 'incomplete') then 'incomplete' when bool_and(%1$s.source = 'batch-exact') then 'batch-exact' else 'real-time' end"
        .formatted(partials);
  }

  /// A condition that two rows, `a` and `b`, belong to the same figure. Null equals null. Postgres
  /// can use the condition in a full join.
  public static String sameFigure(ViewDefinition view, String a, String b) {
    List<String> conditions = new ArrayList<>();
    conditions.add("%s.window_start = %s.window_start".formatted(a, b));
    for (Field field : view.groupBy()) {
      String column = name(field.column());
      conditions.add(
          field.nullable()
              ? "coalesce(%1$s.%3$s::text, '') = coalesce(%2$s.%3$s::text, '') and (%1$s.%3$s is null) = (%2$s.%3$s is null)"
                  .formatted(a, b, column)
              : "%1$s.%3$s = %2$s.%3$s".formatted(a, b, column));
    }
    return String.join(" and ", conditions);
  }

  /// A condition that two rows, `a` and `b`, belong to the same partial.
  public static String samePartial(ViewDefinition view, String a, String b) {
    return "%1$s.hour = %2$s.hour and %3$s".formatted(a, b, sameFigure(view, a, b));
  }
}
