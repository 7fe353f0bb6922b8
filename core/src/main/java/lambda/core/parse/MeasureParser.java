package lambda.core.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.Condition;
import lambda.core.definition.Field;
import lambda.core.definition.Measure;

/// Reads the measures of a view, in order: `sales: count`, or `revenue: { sum: amount }`, possibly
/// with a `filter`; `rate: { ratio: [failed, payments] }` refers to measures above it.
final class MeasureParser {
  /// What `count` counts unless a field is named.
  private static final String EVENTS = "events";

  private enum Kind {
    COUNT,
    SUM,
    MIN,
    MAX,
    AVG,
    UNIQUES,
    RATIO;

    String keyword() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Map<String, Kind> KINDS =
      Stream.of(Kind.values())
          .collect(
              Collectors.toMap(
                  Kind::keyword, Function.identity(), (kind, _) -> kind, LinkedHashMap::new));
  private static final String KEYWORDS = String.join(", ", KINDS.keySet());
  private static final Set<String> PROPERTIES =
      Stream.concat(KINDS.keySet().stream(), Stream.of("filter")).collect(Collectors.toSet());

  private final MeasureFields fields;
  private final ConditionParser conditions;
  private final ParseErrors errors;
  private final List<Measure> measures = new ArrayList<>();

  MeasureParser(List<Field> fields, ParseErrors errors) {
    this.fields = new MeasureFields(fields, errors);
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
              .formatted(KEYWORDS, node.describe()));
      return Optional.empty();
    }
    MappingReader reader = new MappingReader(node, PROPERTIES, errors);
    Condition filter = reader.get("filter").map(conditions::parse).orElse(Condition.always());
    List<YamlNode.Property> kinds =
        node.properties().stream().filter(p -> !p.name().equals("filter")).toList();
    if (kinds.size() != 1) {
      errors.add(node, "a measure must be exactly one of " + KEYWORDS);
      return Optional.empty();
    }
    // An unknown kind is an unknown property, which the reader has reported.
    return Optional.ofNullable(KINDS.get(kinds.getFirst().name()))
        .flatMap(kind -> measure(name, kind, kinds.getFirst().value(), filter));
  }

  private Optional<Measure> measure(String name, Kind kind, YamlNode at, Condition filter) {
    return switch (kind) {
      case COUNT -> count(name, at, filter);
      case SUM -> fields.exact(at).map(field -> new Measure.Sum(name, field, filter));
      case MIN -> fields.numeric(at).map(field -> new Measure.Min(name, field, filter));
      case MAX -> fields.numeric(at).map(field -> new Measure.Max(name, field, filter));
      case AVG -> fields.exact(at).map(field -> average(name, field, filter));
      case UNIQUES ->
          fields.countable(at).map(field -> new Measure.CountDistinct(name, field, filter));
      case RATIO -> ratio(name, at, filter);
    };
  }

  private Optional<Measure> count(String name, YamlNode value, Condition filter) {
    if (value.scalar().filter(EVENTS::equals).isPresent()) {
      return Optional.of(new Measure.Count(name, Optional.empty(), filter));
    }
    return fields.field(value).map(field -> new Measure.Count(name, Optional.of(field), filter));
  }

  private static Measure average(String name, Field field, Condition filter) {
    return new Measure.Quotient(
        name,
        new Measure.Sum(name + "_sum", field, filter),
        new Measure.Count(name + "_count", Optional.of(field), filter));
  }

  private Optional<Measure> ratio(String name, YamlNode node, Condition filter) {
    if (!filter.equals(Condition.always())) {
      errors.add(node, "a ratio cannot have a filter; filter the measures that it refers to");
    }
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
}
