package lambda.serving;

import static lambda.store.Sql.each;
import static lambda.store.Sql.name;
import static lambda.store.Sql.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.ViewDefinition;
import lambda.store.ViewTables;
import org.jspecify.annotations.Nullable;

/// The query for figures that are merged from the partials of the serving view: a window's, as the
/// serving view itself does it, or those of many windows. Pure.
///
/// @param arguments those of the placeholders, in order
record FigureSql(String sql, List<@Nullable Object> arguments) {

  /// Figures in the order of their places.
  ///
  /// @param after only those behind it
  static FigureSql page(FigureRequest request, Optional<Place> after, long limit) {
    return select(request, after, order(request), limit);
  }

  /// Figures by a measure, the highest first; those without a value come last.
  static FigureSql top(FigureRequest request, String measure, long limit) {
    String byMeasure = name(measure) + " desc nulls last";
    return select(request, Optional.empty(), byMeasure + ", " + order(request), limit);
  }

  private static FigureSql select(
      FigureRequest request, Optional<Place> after, String order, long limit) {
    ViewDefinition view = request.view();
    List<@Nullable Object> arguments = new ArrayList<>();
    List<String> conditions = new ArrayList<>();
    String window = window(request);
    if (request.granularity() == Granularity.ALL) {
      arguments.add(request.range().from());
    }
    conditions.add("p.window_start >= ? and p.window_start < ?");
    arguments.add(request.range().from());
    arguments.add(request.range().to());
    request
        .key()
        .ifPresent(key -> {
          view.keyColumns()
              .forEach(
                  column -> conditions.add(column(column) + "::text is not distinct from ?::text"));
          arguments.addAll(key);
        });
    after.ifPresent(place -> {
      conditions.add(behind(request));
      if (request.granularity() != Granularity.ALL) {
        arguments.add(place.window());
        arguments.add(place.window());
      }
      place
          .key()
          .forEach(value -> {
            arguments.add(value != null);
            arguments.add(value == null ? "" : value);
          });
    });
    arguments.add(limit);
    return new FigureSql(
        """
        select %s, %s%s, %s
        from serving.%s p
        where %s
        %s
        having count(*) > 0
        order by %s
        limit ?\
        """
            .formatted(
                window,
                ViewTables.source("p"),
                each(request.columns(), column -> ", " + column(column) + "::text", ""),
                ViewTables.totals(view, "p"),
                name(view.name() + "_partials"),
                String.join(" and ", conditions),
                groups(request),
                order),
        arguments);
  }

  /// The start of the window that a partial belongs to.
  private static String window(FigureRequest request) {
    if (request.granularity() == Granularity.ALL) {
      return "?::timestamptz";
    }
    return request.granularity() == Granularity.of(request.view().window())
        ? "p.window_start"
        : "date_trunc(%s, p.window_start, 'UTC')".formatted(text(request.granularity().label()));
  }

  private static String groups(FigureRequest request) {
    List<String> groups =
        Stream.concat(windows(request), request.columns().stream().map(FigureSql::column)).toList();
    return groups.isEmpty() ? "" : "group by " + String.join(", ", groups);
  }

  private static Stream<String> windows(FigureRequest request) {
    return request.granularity() == Granularity.ALL ? Stream.of() : Stream.of(window(request));
  }

  private static String order(FigureRequest request) {
    String places = places(request).collect(Collectors.joining(", "));
    return places.isEmpty() ? "1" : places;
  }

  /// What orders figures. Null comes before every text.
  private static Stream<String> places(FigureRequest request) {
    return Stream.concat(
        windows(request),
        request.columns().stream()
            .flatMap(column ->
                Stream.of(
                    column(column) + " is not null",
                    "coalesce(%s::text, '')".formatted(column(column)))));
  }

  /// A condition that a figure comes after another. Repeats the window so that an index can be
  /// used.
  private static String behind(FigureRequest request) {
    List<String> places = places(request).toList();
    if (places.isEmpty()) {
      return "false";
    }
    boolean windows = request.granularity() != Granularity.ALL;
    String values =
        Stream.concat(
                windows ? Stream.of("?::timestamptz") : Stream.of(),
                request.columns().stream().map(_ -> "?::boolean, ?::text"))
            .collect(Collectors.joining(", "));
    String behind = "(%s) > (%s)".formatted(String.join(", ", places), values);
    return windows ? "p.window_start >= ?::timestamptz and " + behind : behind;
  }

  private static String column(String column) {
    return "p." + name(column);
  }
}
