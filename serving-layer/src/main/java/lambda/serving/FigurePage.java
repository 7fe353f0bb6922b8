package lambda.serving;

import java.util.List;
import java.util.Optional;

/// Some of the figures that were asked for, in order.
///
/// @param next the place of the last one, if others follow
public record FigurePage(List<ViewRow> rows, Optional<Place> next) {
  public FigurePage {
    rows = List.copyOf(rows);
  }
}
