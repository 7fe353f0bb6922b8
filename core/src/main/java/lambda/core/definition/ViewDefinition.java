package lambda.core.definition;

import java.util.List;
import java.util.stream.Collectors;

/// A declared aggregate over a stream: both layers are compiled from it.
///
/// @param name also the name of its tables and of its Elasticsearch indices
/// @param filter which events it is about
/// @param groupBy the fields whose values are the key, in order
public record ViewDefinition(
    String name, Window window, Condition filter, List<Field> groupBy, List<Measure> measures) {
  /// Of a text, so many code points stand in a key; what is longer is cut. An index entry of
  /// Postgres must hold three of them.
  public static final int KEY_LENGTH = 200;

  public ViewDefinition {
    groupBy = List.copyOf(groupBy);
    measures = List.copyOf(measures);
  }

  /// The names of the key columns, in order.
  public List<String> keyColumns() {
    return groupBy.stream().map(Field::column).toList();
  }

  /// What partials hold: the folded measures that all figures are answered from, in order.
  public List<Measure.Folded> states() {
    return measures.stream().flatMap(Measure::states).distinct().toList();
  }

  /// The names of the state columns, in order.
  public List<String> stateColumns() {
    return states().stream().map(Measure.Folded::name).toList();
  }

  /// The names of the figures that the view answers, in order.
  public List<String> measureColumns() {
    return measures.stream().map(Measure::name).toList();
  }

  /// A text that is equal exactly where two definitions compute the same figures into the same
  /// columns. It is stored, so it must not change with this code.
  public String fingerprint() {
    return "by %s of [%s], where %s: %s"
        .formatted(
            window.unit(),
            groupBy.stream().map(Field::path).collect(Collectors.joining(", ")),
            filter.describe(),
            measures.stream()
                .map(measure -> "%s = %s".formatted(measure.name(), measure.describe()))
                .collect(Collectors.joining(", ")));
  }
}
