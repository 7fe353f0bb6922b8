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

/// Reads the constraints of a stream, its `quality`: a list of `{ field: …, required: true, range:
/// { min: …, max: … }, one_of: […], pattern: … }`.
final class ConstraintParser {
  private static final Set<String> PROPERTIES =
      Set.of("field", "required", "range", "one_of", "pattern");

  private final List<Field> fields;
  private final ConditionParser conditions;
  private final ParseErrors errors;

  ConstraintParser(List<Field> fields, ParseErrors errors) {
    this.fields = fields;
    this.errors = errors;
    conditions = new ConditionParser(fields, errors);
  }

  List<Constraint> parse(YamlNode node) {
    if (!node.isSequence()) {
      errors.add(
          node,
          "'quality' must be a list of constraints, such as '- { field: x, required: true }'");
    }
    return node.items().stream().flatMap(item -> constraints(item).stream()).toList();
  }

  private List<Constraint> constraints(YamlNode node) {
    MappingReader reader = new MappingReader(node, PROPERTIES, errors);
    Optional<Field> found = reader.field("field", fields);
    if (node.properties().size() < 2) {
      errors.add(node, "a constraint needs at least one of required, range, one_of and pattern");
    }
    List<Constraint> constraints = new ArrayList<>();
    found.ifPresent(field -> {
      reader.get("required").ifPresent(value -> required(field, value).ifPresent(constraints::add));
      reader.get("range").ifPresent(value -> constraints.addAll(range(field, value)));
      reader.get("one_of").ifPresent(value -> constraints.add(oneOf(field, value)));
      reader.get("pattern").ifPresent(value -> pattern(field, value).ifPresent(constraints::add));
    });
    return constraints;
  }

  private Optional<Constraint> required(Field field, YamlNode value) {
    if (value.bool().isEmpty()) {
      errors.add(value, "'required' must be true or false, but is " + value.describe());
    }
    Condition present = new Condition.Not(new Condition.IsNull(field));
    return value.bool().filter(is -> is).map(_ -> new Constraint.Check(field, present, "be there"));
  }

  private List<Constraint> range(Field field, YamlNode node) {
    MappingReader reader = new MappingReader(node, Set.of("min", "max"), errors);
    List<Constraint> constraints = new ArrayList<>();
    reader
        .get("min")
        .ifPresent(min -> constraints.add(bound(field, Operator.GTE, min, "be at least ")));
    reader
        .get("max")
        .ifPresent(max -> constraints.add(bound(field, Operator.LTE, max, "be at most ")));
    return constraints;
  }

  private Constraint bound(Field field, Operator operator, YamlNode value, String requirement) {
    Condition condition = conditions.compare(field, operator, value);
    return new Constraint.Check(
        field, orNull(field, condition), requirement + value.scalar().orElse(""));
  }

  private Constraint oneOf(Field field, YamlNode node) {
    String values =
        node.items().stream()
            .map(item -> item.scalar().orElse(""))
            .collect(Collectors.joining(", "));
    return new Constraint.Check(
        field, orNull(field, conditions.in(field, node)), "be one of " + values);
  }

  private Optional<Constraint> pattern(Field field, YamlNode value) {
    if (!(field.type() instanceof FieldType.StringType)) {
      errors.add(
          value,
          "'pattern' needs a string field; '%s' is a %s"
              .formatted(field.path(), field.type().describe()));
    }
    Constraint.Regex regex = new Constraint.Regex(field, value.scalar().orElse(""));
    try {
      regex.compiled();
      return Optional.of(regex);
    } catch (PatternSyntaxException e) {
      errors.add(value, "'pattern' is not a valid RE2 pattern: " + e.getMessage());
      return Optional.empty();
    }
  }

  /// Null satisfies every constraint but `required`.
  private static Condition orNull(Field field, Condition condition) {
    return new Condition.Or(List.of(new Condition.IsNull(field), condition));
  }
}
