package lambda.core.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lambda.core.definition.Condition;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;

/// Reads the measures of a view, in order: `sales: count`, or `revenue: { sum: amount }`, possibly
/// with a `filter`; `rate: { ratio: [failed, payments] }` refers to measures above it.
final class MeasureParser {
  /// What `count` counts unless a field is named.
  private static final String EVENTS = "events";

  private static final String KINDS = "count, sum, min, max, avg, uniques, ratio";
  private static final Set<String> PROPERTIES =
      Set.of("count", "sum", "min", "max", "avg", "uniques", "ratio", "filter");

  private final List<Field> fields;
  private final ConditionParser conditions;
  private final ParseErrors errors;
  private final List<Measure> measures = new ArrayList<>();

  MeasureParser(List<Field> fields, ParseErrors errors) {
    this.fields = fields;
    this.errors = errors;
    conditions = new ConditionParser(fields, errors);
  }

  List<Measure> parse(YamlNode node) {
    for (YamlNode.Property property : node.properties()) {
      MappingReader.checkName(property.key(), property.name(), errors);
      if (measures.stream().anyMatch(measure -> measure.name().equals(property.name()))) {
        errors.add(property.key(), "measure '%s' is declared twice".formatted(property.name()));
      }
      measure(property.name(), property.value()).ifPresent(measures::add);
    }
    return measures;
  }

  private Optional<Measure> measure(String name, YamlNode node) {
    if (node.scalar().filter("count"::equals).isPresent()) {
      return Optional.of(new Measure.Count(name, Optional.empty(), Condition.always()));
    }
    if (!node.isMapping()) {
      errors.add(
          node,
          "a measure must be 'count', or one of %s with a field, such as { sum: amount }; this is %s"
              .formatted(KINDS, node.describe()));
      return Optional.empty();
    }
    MappingReader reader = new MappingReader(node, PROPERTIES, errors);
    Condition filter = reader.get("filter").map(conditions::parse).orElse(Condition.always());
    List<YamlNode.Property> kinds =
        node.properties().stream().filter(p -> !p.name().equals("filter")).toList();
    if (kinds.size() != 1) {
      errors.add(node, "a measure must be exactly one of " + KINDS);
      return Optional.empty();
    }
    String kind = kinds.getFirst().name();
    YamlNode value = kinds.getFirst().value();
    return switch (kind) {
      case "ratio" -> {
        if (reader.get("filter").isPresent()) {
          errors.add(node, "a ratio cannot have a filter; filter the measures that it refers to");
        }
        yield ratio(name, value);
      }
      case "count" -> count(name, value, filter);
      default -> ofField(name, kind, value, filter);
    };
  }

  private Optional<Measure> count(String name, YamlNode value, Condition filter) {
    if (value.scalar().filter(EVENTS::equals).isPresent()) {
      return Optional.of(new Measure.Count(name, Optional.empty(), filter));
    }
    return field(value).map(field -> new Measure.Count(name, Optional.of(field), filter));
  }

  private Optional<Measure> ofField(String name, String kind, YamlNode value, Condition filter) {
    return field(value)
        .flatMap(field ->
            switch (kind) {
              case "sum" -> exact(value, field).map(f -> new Measure.Sum(name, f, filter));
              case "min" -> number(value, field).map(f -> new Measure.Min(name, f, filter));
              case "max" -> number(value, field).map(f -> new Measure.Max(name, f, filter));
              case "avg" -> exact(value, field).map(f -> average(name, f, filter));
              case "uniques" ->
                  countable(value, field).map(f -> new Measure.CountDistinct(name, f, filter));
              default -> Optional.empty();
            });
  }

  private static Measure average(String name, Field field, Condition filter) {
    return new Measure.Quotient(
        name,
        new Measure.Sum(name + "_sum", field, filter),
        new Measure.Count(name + "_count", Optional.of(field), filter));
  }

  private Optional<Measure> ratio(String name, YamlNode node) {
    List<Optional<Measure.Folded>> parts = node.items().stream().map(this::declaredAbove).toList();
    if (parts.size() != 2) {
      errors.add(node, "'ratio' must be a list of two measures, such as [failed, payments]");
      return Optional.empty();
    }
    return parts
        .getFirst()
        .flatMap(of -> parts.getLast().map(to -> new Measure.Quotient(name, of, to)));
  }

  /// A count or sum that is declared above.
  private Optional<Measure.Folded> declaredAbove(YamlNode node) {
    String wanted = node.scalar().orElse("");
    Optional<Measure.Folded> found =
        measures.stream()
            .filter(measure -> measure.name().equals(wanted))
            .filter(measure -> measure instanceof Measure.Count || measure instanceof Measure.Sum)
            .map(Measure.Folded.class::cast)
            .findFirst();
    if (found.isEmpty()) {
      errors.add(
          node,
          "'ratio' refers to '%s', which is not a count or sum declared above".formatted(wanted));
    }
    return found;
  }

  private Optional<Field> field(YamlNode value) {
    Optional<String> path = value.scalar();
    if (path.isEmpty()) {
      errors.add(value, "must be the name of a field, but is " + value.describe());
    }
    return path.flatMap(p -> MappingReader.field(value, p, fields, errors));
  }

  private Optional<Field> exact(YamlNode at, Field field) {
    return switch (field.type()) {
      case FieldType.LongType _, FieldType.DecimalType _ -> Optional.of(field);
      case FieldType.DoubleType _ ->
          refuse(
              at,
              "'%s' is a double, whose sum depends on the order of addition; declare it as a decimal in the schema"
                  .formatted(field.path()));
      case FieldType.StringType _, FieldType.BooleanType _ ->
          refuse(
              at,
              "'%s' must be a number, but is a %s"
                  .formatted(field.path(), field.type().describe()));
    };
  }

  private Optional<Field> number(YamlNode at, Field field) {
    return switch (field.type()) {
      case FieldType.LongType _, FieldType.DecimalType _, FieldType.DoubleType _ ->
          Optional.of(field);
      case FieldType.StringType _, FieldType.BooleanType _ ->
          refuse(
              at,
              "'%s' must be a number, but is a %s"
                  .formatted(field.path(), field.type().describe()));
    };
  }

  private Optional<Field> countable(YamlNode at, Field field) {
    return switch (field.type()) {
      case FieldType.StringType _, FieldType.LongType _ -> Optional.of(field);
      case FieldType.DecimalType _, FieldType.DoubleType _, FieldType.BooleanType _ ->
          refuse(
              at,
              "'uniques' needs a string, int or long field; '%s' is a %s"
                  .formatted(field.path(), field.type().describe()));
    };
  }

  private Optional<Field> refuse(YamlNode at, String message) {
    errors.add(at, message);
    return Optional.empty();
  }
}
