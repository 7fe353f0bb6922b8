package lambda.serving;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares rows of a view as two stores have them, figure by figure and exactly. Pure.
final class RowComparison {
  private RowComparison() {}

  /// The differences, by the rows that they are in. A row that the other store has twice differs.
  static Map<Place, FigureDifference> differences(List<ViewRow> postgres, List<ViewRow> other) {
    Map<Place, ViewRow> expected = new LinkedHashMap<>();
    postgres.forEach(row -> expected.put(Place.of(row), row));
    Map<Place, FigureDifference> differences = new LinkedHashMap<>();
    Map<Place, ViewRow> found = new LinkedHashMap<>();
    for (ViewRow row : other) {
      Place place = Place.of(row);
      if (found.put(place, row) != null) {
        differences.put(place, difference(place, "", FigureDifference.PRESENT, "present twice"));
      }
    }
    expected.forEach((place, row) -> {
      @Nullable ViewRow there = found.remove(place);
      if (there == null) {
        differences.put(
            place, difference(place, "", FigureDifference.PRESENT, FigureDifference.MISSING));
      } else {
        compare(place, row, there).forEach(one -> differences.putIfAbsent(place, one));
      }
    });
    found
        .keySet()
        .forEach(place ->
            differences.putIfAbsent(
                place, difference(place, "", FigureDifference.MISSING, FigureDifference.PRESENT)));
    return differences;
  }

  private static List<FigureDifference> compare(Place place, ViewRow row, ViewRow other) {
    List<FigureDifference> differences = new ArrayList<>();
    row.measures()
        .forEach((measure, value) -> {
          @Nullable BigDecimal there = other.measures().get(measure);
          if (!equal(value, there)) {
            differences.add(difference(place, measure, text(value), text(there)));
          }
        });
    if (!row.source().equals(other.source())) {
      differences.add(difference(place, "source", row.source(), other.source()));
    }
    return differences;
  }

  private static boolean equal(@Nullable BigDecimal value, @Nullable BigDecimal other) {
    return value == null ? other == null : other != null && value.compareTo(other) == 0;
  }

  private static String text(@Nullable BigDecimal value) {
    return value == null ? "null" : value.toPlainString();
  }

  private static FigureDifference difference(
      Place place, String measure, String postgres, String other) {
    return new FigureDifference(place.window(), place.key(), measure, postgres, other);
  }
}
