package lambda.store;

import static lambda.store.Sql.text;

import java.util.Optional;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.hour.Hour;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/// Which views the batch layer has computed for which hours: `lambda.batch_views`. It serves no
/// other hour of a view. A view has gaps if the batch layer has computed hours without it, as it
/// does while the view is not declared.
public final class BatchViews {
  private BatchViews() {}

  /// Stores that the view is computed for the hour and not yet compared.
  public static void computed(Handle handle, ViewDefinition view, Hour hour) {
    handle.execute(
        """
        insert into lambda.batch_views (view, hour) values (?, ?)
        on conflict (view, hour) do update set compared_at = null\
        """,
        view.name(),
        hour);
  }

  /// Stores that the layers were compared.
  public static void compared(Handle handle, ViewDefinition view, Hour hour) {
    handle.execute(
        "update lambda.batch_views set compared_at = now() where view = ? and hour = ?",
        view.name(),
        hour);
  }

  /// Whether every view that is declared for the stream is computed for the hour.
  public static boolean allComputed(Handle handle, String stream, Hour hour) {
    return handle
        .select(
            """
            select not exists (
              select from lambda.views v where v.stream = ? and v.declared and not exists (
                select from lambda.batch_views c where c.view = v.view and c.hour = ?))\
            """,
            stream,
            hour)
        .mapTo(Boolean.class)
        .one();
  }

  /// Makes the hours due that lack a declared view, so that they are recomputed.
  ///
  /// @return how many hours are due now that were not before
  static int makeHoursDue(Handle handle, StreamDefinition stream) {
    return handle.execute(
        """
        update lambda.batch_hours b
        set reopened_at = now(), reconciled_at = null, sealed_at = null
        where b.stream = ? and b.reconciled_at is not null and exists (
          select from lambda.views v where v.stream = b.stream and v.declared and not exists (
            select from lambda.batch_views c where c.view = v.view and c.hour = b.hour))\
        """,
        stream.name());
  }

  /// A condition in SQL: the batch layer serves the hour of a partial of the view.
  ///
  /// @param partial the alias of the table that holds the partial
  static String serves(ViewDefinition view, String partial) {
    return "exists (select from lambda.batch_views c where c.view = %s and c.hour = %s.hour)"
        .formatted(text(view.name()), partial);
  }

  /// A condition in SQL: the view has gaps. It depends on no row of the query that contains it.
  static String hasGaps(StreamDefinition stream, ViewDefinition view) {
    return "exists (select %s)".formatted(fromGaps(stream, view));
  }

  /// Hours of a view: how many, the first and the last.
  public record Span(long hours, Hour first, Hour last) {}

  /// The hours that the batch layer has computed without the view; empty if there are none.
  public static Optional<Span> gaps(Handle handle, StreamDefinition stream, ViewDefinition view) {
    return handle
        .select(
            "select count(*) as hours, min(b.hour) as first, max(b.hour) as last %s having count(*) > 0"
                .formatted(fromGaps(stream, view)))
        .map(ConstructorMapper.of(Span.class))
        .findOne();
  }

  private static String fromGaps(StreamDefinition stream, ViewDefinition view) {
    return """
    from lambda.batch_hours b
      where b.stream = %s and b.recomputed_at is not null and not exists (
        select from lambda.batch_views c where c.view = %s and c.hour = b.hour)\
    """
        .formatted(text(stream.name()), text(view.name()));
  }
}
