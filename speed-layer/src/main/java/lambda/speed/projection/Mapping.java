package lambda.speed.projection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import lambda.core.definition.FieldType;

/// The fields of an index, in order. A document's other fields are stored but cannot be searched.
///
/// @param fields by name
public record Mapping(Map<String, Kind> fields) {
  /// Changes with the form of the ids and with what [ElasticsearchIndices] makes of a mapping.
  private static final String FORM = "3";

  /// How a field can be searched.
  public enum Kind {
    /// Exact text. A text that is too long for the search engine's dictionary is stored only.
    KEYWORD,
    LONG,
    /// Elasticsearch has no exact decimals. `_source` keeps the exact number.
    DOUBLE,
    BOOLEAN,
    TIME;

    static Kind of(FieldType type) {
      return switch (type) {
        case FieldType.StringType _ -> KEYWORD;
        case FieldType.LongType _ -> LONG;
        case FieldType.DecimalType _, FieldType.DoubleType _ -> DOUBLE;
        case FieldType.BooleanType _ -> BOOLEAN;
      };
    }
  }

  public Mapping {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /// A text that changes whenever an index must be built anew. It is stored.
  public String layout() {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + " " + field.getValue())
        .collect(Collectors.joining(", ", FORM + ": ", ""));
  }
}
