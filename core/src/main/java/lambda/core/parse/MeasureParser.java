package lambda.core.parse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lambda.core.definition.Condition;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;

/// Reads the measures of a view, in order: `sales: count`, `revenue: { sum: amount }`, each with a
/// `filter` where wanted; `rate: { ratio: [failed, payments] }` refers to measures above it.
final class MeasureParser {
  /// What `count` counts where no field is named.
  private static final String EVENTS = "events";

  private static final String KINDS = "count, sum, min, max, avg, uniques, ratio";
  private static final Set<String> PROPERTIES =
      Set.of("count", "sum", "min", "max", "avg", "uniques", "ratio", "filter");

  private final List<Field> fields;
  private final ConditionParser conditions;
  private final ParseErrors faults;
  private final List<Measure> measures = new ArrayList<>();

  MeasureParser(List<Field> fields, ParseErrors faults) {
    this.fields = fields;
    this.faults = faults;
    conditions = new ConditionParser(fields, faults);
  }

  List<Measure> parse(YamlNode node) {
    for (YamlNode.Property property : node.properties()) {
      MappingReader.checkName(property.key(), property.name(), faults);
      if (measures.stream().anyMatch(measure -> measure.name().equals(property.name()))) {
        faults.add(property.key(), "measure '%s' is declared twice".formatted(property.name()));
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
      faults.add(
          node,
          "'%s' is no measure; write count, or one of { %s } with a field, as in { sum: amount }"
              .formatted(node.scalar().orElse("this"), KINDS));
      return Optional.empty();
    }
    MappingReader reader = new MappingReader(node, PROPERTIES, faults);
    Condition filter = reader.get("filter").map(conditions::parse).orElse(Condition.always());
    List<YamlNode.Property> kinds =
        node.properties().stream().filter(p -> !p.name().equals("filter")).toList();
    if (kinds.size() != 1) {
      faults.add(node, "a measure is exactly one of " + KINDS);
      return Optional.empty();
    }
    String kind = kinds.getFirst().name();
    YamlNode value = kinds.getFirst().value();
    return switch (kind) {
      case "ratio" -> {
        if (reader.get("filter").isPresent()) {
          faults.add(node, "a ratio has no filter; filter the measures that it refers to");
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
    List<Optional<Measure.Folded>> parts = node.items().stream().map(this::added).toList();
    if (parts.size() != 2) {
      faults.add(node, "ratio: must name two measures, as in [failed, payments]");
      return Optional.empty();
    }
    return parts
        .getFirst()
        .flatMap(of -> parts.getLast().map(to -> new Measure.Quotient(name, of, to)));
  }

  /// A count or sum that is declared above.
  private Optional<Measure.Folded> added(YamlNode node) {
    String wanted = node.scalar().orElse("");
    Optional<Measure.Folded> found =
        measures.stream()
            .filter(measure -> measure.name().equals(wanted))
            .filter(measure -> measure instanceof Measure.Count || measure instanceof Measure.Sum)
            .map(Measure.Folded.class::cast)
            .findFirst();
    if (found.isEmpty()) {
      faults.add(
          node, "ratio: '%s' is no count or sum that is declared above it".formatted(wanted));
    }
    return found;
  }

  private Optional<Field> field(YamlNode value) {
    Optional<String> path = value.scalar();
    if (path.isEmpty()) {
      faults.add(value, "must name a field of the schema");
    }
    return path.flatMap(p -> MappingReader.field(value, p, fields, faults));
  }

  private Optional<Field> exact(YamlNode at, Field field) {
    return switch (field.type()) {
      case FieldType.LongType _, FieldType.DecimalType _ -> Optional.of(field);
      case FieldType.DoubleType _ ->
          refuse(
              at,
              "'%s' is a floating-point number, whose sum depends on the order of its parts; declare it as a decimal in the schema"
                  .formatted(field.path()));
      case FieldType.StringType _, FieldType.BooleanType _ ->
          refuse(
              at, "'%s' is no number, but a %s".formatted(field.path(), field.type().describe()));
    };
  }

  private Optional<Field> number(YamlNode at, Field field) {
    return switch (field.type()) {
      case FieldType.LongType _, FieldType.DecimalType _, FieldType.DoubleType _ ->
          Optional.of(field);
      case FieldType.StringType _, FieldType.BooleanType _ ->
          refuse(
              at, "'%s' is no number, but a %s".formatted(field.path(), field.type().describe()));
    };
  }

  private Optional<Field> countable(YamlNode at, Field field) {
    return switch (field.type()) {
      case FieldType.StringType _, FieldType.LongType _ -> Optional.of(field);
      case FieldType.DecimalType _, FieldType.DoubleType _, FieldType.BooleanType _ ->
          refuse(
              at,
              "uniques: '%s' is a %s; it goes with string, int and long"
                  .formatted(field.path(), field.type().describe()));
    };
  }

  private Optional<Field> refuse(YamlNode at, String message) {
    faults.add(at, message);
    return Optional.empty();
  }
}
