package lambda.serving;

import java.util.List;
import java.util.Optional;
import lambda.core.definition.ViewDefinition;
import org.jspecify.annotations.Nullable;

/// Which figures of a view are asked for.
///
/// @param granularity at least as coarse as the view's windows
/// @param key only this one, in the form of [ViewRow#key]
/// @param columns those of the view's key columns that tell figures apart, in the view's order; the
///   figures of all values of the others are merged
public record FigureRequest(
    ViewDefinition view,
    WindowRange range,
    Granularity granularity,
    Optional<List<@Nullable String>> key,
    List<String> columns) {
  public FigureRequest {
    columns = List.copyOf(columns);
    if (!Granularity.from(view.window()).contains(granularity)) {
      throw new IllegalArgumentException(
          "%s is finer than the windows of %s".formatted(granularity, view.name()));
    }
    if (!columns.equals(view.keyColumns().stream().filter(columns::contains).toList())) {
      throw new IllegalArgumentException(
          "%s are not key columns of %s in order".formatted(columns, view.name()));
    }
  }

  /// Every figure of a range, by the view's own windows.
  public static FigureRequest of(ViewDefinition view, WindowRange range) {
    return of(view, range, Optional.empty());
  }

  /// Figures of a range, by the view's own windows.
  ///
  /// @param key only this one, in the form of [ViewRow#key]
  public static FigureRequest of(
      ViewDefinition view, WindowRange range, Optional<List<@Nullable String>> key) {
    return new FigureRequest(view, range, Granularity.of(view.window()), key, view.keyColumns());
  }
}
