package lambda.serving;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;
import static lambda.store.Sql.names;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lambda.core.definition.ViewDefinition;
import lambda.store.projection.Projections;
import lambda.store.projection.ViewChanges;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/// Reads which figures of a view changed, in the order in which the projection reads them: by the
/// transactions that changed them, up to the oldest one that still runs (docs/decisions/0003).
/// Figures are absolute, so a reader may receive one twice. Thread-safe.
public final class ChangedFigures {
  /// If more partials changed, figures are not listed one by one.
  static final int MAX_PARTIALS = 2_000;

  private final Jdbi jdbi;
  private final ViewDefinition view;

  public ChangedFigures(Jdbi jdbi, ViewDefinition view) {
    this.jdbi = jdbi;
    this.view = view;
  }

  /// What changed since a position.
  ///
  /// @param position where the next read begins
  /// @param rows the figures as they are now
  /// @param removed where there is no figure any more
  /// @param tooMany whether so much changed that all figures had better be read again; then none is
  ///   listed
  public record Changes(String position, List<ViewRow> rows, List<Place> removed, boolean tooMany) {
    public Changes {
      rows = List.copyOf(rows);
      removed = List.copyOf(removed);
    }

    public boolean isEmpty() {
      return rows.isEmpty() && removed.isEmpty() && !tooMany;
    }
  }

  /// The position of now: a query that begins later sees every change before it.
  public String now() {
    return jdbi.withHandle(Projections::horizon);
  }

  /// @param position of an earlier read. If the database has not reached it, because it was
  ///   restored, too much has changed
  public Changes since(String position) {
    return jdbi.inTransaction(
        TransactionIsolationLevel.REPEATABLE_READ,
        handle -> {
          String horizon = Projections.horizon(handle);
          if (position.equals(horizon)) {
            return new Changes(horizon, List.of(), List.of(), false);
          }
          return isAhead(handle, position, horizon)
                  || ViewChanges.count(handle, view, position, horizon, MAX_PARTIALS)
                      >= MAX_PARTIALS
              ? new Changes(horizon, List.of(), List.of(), true)
              : read(handle, position, horizon);
        });
  }

  private static boolean isAhead(Handle handle, String position, String horizon) {
    return handle.select("select ?::xid8 > ?::xid8", position, horizon).mapTo(Boolean.class).one();
  }

  private Changes read(Handle handle, String from, String to) {
    Map<Boolean, List<ViewRow>> figures =
        handle
            .select(sql(), from, to, from, to)
            .map((row, _) -> ViewQuery.row(view, view.keyColumns(), row))
            .stream()
            .collect(Collectors.partitioningBy(row -> row.source().isEmpty()));
    return new Changes(
        to,
        figures.getOrDefault(false, List.of()),
        figures.getOrDefault(true, List.of()).stream().map(Place::of).toList(),
        false);
  }

  /// In the columns that [ViewQuery#row] reads. A figure that is gone has an empty source.
  private String sql() {
    return "select window_start, coalesce(source, '')%s, %s from (%s) f"
        .formatted(
            each(view.keyColumns(), column -> ", " + name(column) + "::text", ""),
            names(view.measureColumns()),
            ViewChanges.sql(view));
  }
}
