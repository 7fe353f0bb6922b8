package lambda.core.definition;

import java.util.List;
import java.util.stream.Collectors;

/// A declared aggregate over a stream. Both layers compile it.
///
/// @param name also names its tables and its Elasticsearch indices
/// @param filter the events that it includes
/// @param groupBy the fields whose values form the key, in order
public record ViewDefinition(
    String name, Window window, Condition filter, List<Field> groupBy, List<Measure> measures) {
  /// The maximum length of a string in a key, in code points; longer strings are cut. An index
  /// entry of Postgres must hold three of them.
  public static final int KEY_LENGTH = 200;

  public ViewDefinition {
    groupBy = List.copyOf(groupBy);
    measures = List.copyOf(measures);
  }

  /// The names of the key columns, in order.
  public List<String> keyColumns() {
    return groupBy.stream().map(Field::column).toList();
  }

  /// What partials contain: the folded measures that all figures are computed from, in order.
  public List<Measure.Folded> states() {
    return measures.stream().flatMap(Measure::states).distinct().toList();
  }

  /// The names of the state columns, in order.
  public List<String> stateColumns() {
    return states().stream().map(Measure.Folded::name).toList();
  }

  /// The names of the view's figures, in order.
  public List<String> measureColumns() {
    return measures.stream().map(Measure::name).toList();
  }

  /// A text that two definitions share exactly if they compute the same figures into the same
  /// columns. It is stored, so its wording must not change.
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
