package lambda.core.parse;

import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lambda.core.definition.Condition;
import lambda.core.definition.Condition.Operator;
import lambda.core.definition.Constraint;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;

/// Reads the data-quality rules of a stream: a list of `{ field: …, required: true, range: { min:
/// …, max: … }, one_of: […], pattern: … }`.
final class ConstraintParser {
  private static final Set<String> PROPERTIES =
      Set.of("field", "required", "range", "one_of", "pattern");

  private final List<Field> fields;
  private final ConditionParser conditions;
  private final ParseErrors faults;

  ConstraintParser(List<Field> fields, ParseErrors faults) {
    this.fields = fields;
    this.faults = faults;
    conditions = new ConditionParser(fields, faults);
  }

  List<Constraint> parse(YamlNode node) {
    if (!node.isSequence()) {
      faults.add(
          node, "quality: must be a list of rules, such as '- { field: x, required: true }'");
    }
    return node.items().stream().flatMap(item -> rules(item).stream()).toList();
  }

  private List<Constraint> rules(YamlNode node) {
    MappingReader reader = new MappingReader(node, PROPERTIES, faults);
    Optional<Field> found = reader.field("field", fields);
    if (node.properties().size() < 2) {
      faults.add(node, "a rule demands one of required, range, one_of, pattern at least");
    }
    List<Constraint> rules = new ArrayList<>();
    found.ifPresent(field -> {
      reader.get("required").ifPresent(value -> required(field, value).ifPresent(rules::add));
      reader.get("range").ifPresent(value -> rules.addAll(range(field, value)));
      reader.get("one_of").ifPresent(value -> rules.add(oneOf(field, value)));
      reader.get("pattern").ifPresent(value -> pattern(field, value).ifPresent(rules::add));
    });
    return rules;
  }

  private Optional<Constraint> required(Field field, YamlNode value) {
    if (value.bool().isEmpty()) {
      faults.add(value, "required: must be true or false");
    }
    Condition there = new Condition.Not(new Condition.IsNull(field));
    return value.bool().filter(is -> is).map(_ -> new Constraint.Holds(field, there, "be there"));
  }

  private List<Constraint> range(Field field, YamlNode node) {
    MappingReader reader = new MappingReader(node, Set.of("min", "max"), faults);
    List<Constraint> rules = new ArrayList<>();
    reader.get("min").ifPresent(min -> rules.add(bound(field, Operator.GTE, min, "be at least ")));
    reader.get("max").ifPresent(max -> rules.add(bound(field, Operator.LTE, max, "be at most ")));
    return rules;
  }

  private Constraint bound(Field field, Operator operator, YamlNode value, String demand) {
    Condition condition = conditions.compare(field, operator, value);
    return new Constraint.Holds(
        field, orNull(field, condition), demand + value.scalar().orElse(""));
  }

  private Constraint oneOf(Field field, YamlNode node) {
    String values =
        node.items().stream()
            .map(item -> item.scalar().orElse(""))
            .collect(Collectors.joining(", "));
    return new Constraint.Holds(
        field, orNull(field, conditions.in(field, node)), "be one of " + values);
  }

  private Optional<Constraint> pattern(Field field, YamlNode value) {
    if (!(field.type() instanceof FieldType.StringType)) {
      faults.add(value, "pattern: '%s' is no text".formatted(field.path()));
    }
    Constraint.Matches rule = new Constraint.Matches(field, value.scalar().orElse(""));
    try {
      rule.compiled();
      return Optional.of(rule);
    } catch (PatternSyntaxException e) {
      faults.add(value, "pattern: %s (RE2 syntax)".formatted(e.getMessage()));
      return Optional.empty();
    }
  }

  /// Whether a field may be null is another rule's business.
  private static Condition orNull(Field field, Condition condition) {
    return new Condition.Or(List.of(new Condition.IsNull(field), condition));
  }
}
