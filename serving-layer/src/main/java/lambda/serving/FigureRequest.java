package lambda.serving;

import java.util.List;
import java.util.Optional;
import lambda.core.definition.ViewDefinition;
import org.jspecify.annotations.Nullable;

/// Which figures of a view are asked for.
///
/// @param granularity at least as coarse as the view's windows
/// @param key only this one, in the form of [ViewRow#key]
public record FigureRequest(
    ViewDefinition view,
    WindowRange range,
    Granularity granularity,
    Optional<List<@Nullable String>> key) {
  public FigureRequest {
    if (!Granularity.from(view.window()).contains(granularity)) {
      throw new IllegalArgumentException(
          "%s is finer than the windows of %s".formatted(granularity, view.name()));
    }
  }

  /// Every figure of a range, by the view's own windows.
  public static FigureRequest of(ViewDefinition view, WindowRange range) {
    return new FigureRequest(view, range, Granularity.of(view.window()), Optional.empty());
  }
}
