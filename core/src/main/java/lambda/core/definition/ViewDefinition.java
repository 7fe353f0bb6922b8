package lambda.core.definition;

import java.util.List;

/// A declared aggregate over a stream: both layers are compiled from it.
///
/// @param name also the name of its tables and of its Elasticsearch indices
/// @param groupBy the fields whose values are the key, in order
public record ViewDefinition(
    String name, Window window, List<Field> groupBy, List<Measure> measures) {
  public ViewDefinition {
    groupBy = List.copyOf(groupBy);
    measures = List.copyOf(measures);
  }

  /// The names of the key columns, in order.
  public List<String> keyColumns() {
    return groupBy.stream().map(Field::name).toList();
  }

  /// The names of the measure columns, in order.
  public List<String> measureColumns() {
    return measures.stream().map(Measure::name).toList();
  }

  /// A text that is equal exactly where two definitions compute the same figures into the same
  /// columns.
  public String fingerprint() {
    return "window=%s groupBy=%s measures=%s".formatted(window.unit(), groupBy, measures);
  }
}
