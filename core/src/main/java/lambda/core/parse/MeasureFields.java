package lambda.core.parse;

import java.util.List;
import java.util.Optional;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;

/// Looks up the fields that measures refer to. Where a field does not suit the measure, an error is
/// recorded and the result is empty.
final class MeasureFields {
  private final List<Field> fields;
  private final ParseErrors errors;

  MeasureFields(List<Field> fields, ParseErrors errors) {
    this.fields = fields;
    this.errors = errors;
  }

  /// Any field.
  Optional<Field> field(YamlNode value) {
    Optional<String> path = value.scalar();
    if (path.isEmpty()) {
      errors.add(value, "must be the name of a field, but is " + value.describe());
    }
    return path.flatMap(p -> MappingReader.field(value, p, fields, errors));
  }

  /// A field whose sum is exact.
  Optional<Field> exact(YamlNode at) {
    return field(at)
        .flatMap(field ->
            switch (field.type()) {
              case FieldType.LongType _, FieldType.DecimalType _ -> Optional.of(field);
              case FieldType.DoubleType _ ->
                  refuse(
                      at,
                      "'%s' is a double, whose sum depends on the order of addition; declare it as a decimal in the schema"
                          .formatted(field.path()));
              case FieldType.StringType _, FieldType.BooleanType _ -> notNumeric(at, field);
            });
  }

  /// A field whose values have an order.
  Optional<Field> numeric(YamlNode at) {
    return field(at)
        .flatMap(field ->
            switch (field.type()) {
              case FieldType.LongType _, FieldType.DecimalType _, FieldType.DoubleType _ ->
                  Optional.of(field);
              case FieldType.StringType _, FieldType.BooleanType _ -> notNumeric(at, field);
            });
  }

  private Optional<Field> notNumeric(YamlNode at, Field field) {
    return refuse(
        at, "'%s' must be a number, but is a %s".formatted(field.path(), field.type().describe()));
  }

  /// A field whose distinct values can be counted.
  Optional<Field> countable(YamlNode at) {
    return field(at)
        .flatMap(field ->
            switch (field.type()) {
              case FieldType.StringType _, FieldType.LongType _ -> Optional.of(field);
              case FieldType.DecimalType _, FieldType.DoubleType _, FieldType.BooleanType _ ->
                  refuse(
                      at,
                      "'uniques' needs a string, int or long field; '%s' is a %s"
                          .formatted(field.path(), field.type().describe()));
            });
  }

  private Optional<Field> refuse(YamlNode at, String message) {
    errors.add(at, message);
    return Optional.empty();
  }
}
