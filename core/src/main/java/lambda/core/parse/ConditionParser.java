package lambda.core.parse;

import static java.util.stream.Collectors.toSet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lambda.core.definition.Condition;
import lambda.core.definition.Condition.Operator;
import lambda.core.definition.Constant;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;

/// Reads conditions: `{ and: [...] }`, `{ or: [...] }`, `{ not: ... }`, or a field with one
/// comparison, such as `{ field: amount, gte: 100 }`, `{ field: status, in: [failed, refunded] }`
/// or `{ field: query, is_null: true }`.
final class ConditionParser {
  private static final Set<String> OPERATORS =
      Stream.of(Operator.values()).map(Operator::keyword).collect(toSet());
  private static final Set<String> COMPARISONS = with(OPERATORS, "in", "is_null");
  private static final Set<String> PROPERTIES = with(COMPARISONS, "field", "and", "or", "not");

  private final List<Field> fields;
  private final ParseErrors errors;

  ConditionParser(List<Field> fields, ParseErrors errors) {
    this.fields = fields;
    this.errors = errors;
  }

  private static Set<String> with(Set<String> keywords, String... more) {
    Set<String> all = new HashSet<>(keywords);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  Condition parse(YamlNode node) {
    MappingReader reader = new MappingReader(node, PROPERTIES, errors);
    List<YamlNode.Property> properties = node.properties();
    if (reader.get("field").isPresent()) {
      return comparison(node, reader);
    }
    if (properties.size() != 1) {
      errors.add(
          node,
          "a condition must be one of 'and', 'or' and 'not', or a 'field' with one comparison");
      return Condition.always();
    }
    YamlNode value = properties.getFirst().value();
    return switch (properties.getFirst().name()) {
      case "and" -> new Condition.And(parts(value));
      case "or" -> new Condition.Or(parts(value));
      case "not" -> new Condition.Not(parse(value));
      default -> {
        errors.add(node, "a comparison needs a 'field'");
        yield Condition.always();
      }
    };
  }

  private List<Condition> parts(YamlNode node) {
    if (node.items().isEmpty()) {
      errors.add(node, "must be a list of at least one condition");
    }
    return node.items().stream().map(this::parse).toList();
  }

  private Condition comparison(YamlNode node, MappingReader reader) {
    Optional<Field> field = reader.field("field", fields);
    List<YamlNode.Property> comparisons =
        node.properties().stream().filter(p -> COMPARISONS.contains(p.name())).toList();
    if (comparisons.size() != 1 || node.properties().size() != 2) {
      errors.add(node, "a 'field' needs exactly one of " + MappingReader.list(COMPARISONS));
      return Condition.always();
    }
    return field.map(f -> comparison(f, comparisons.getFirst())).orElse(Condition.always());
  }

  private Condition comparison(Field field, YamlNode.Property comparison) {
    YamlNode value = comparison.value();
    return switch (comparison.name()) {
      case "in" -> in(field, value);
      case "is_null" -> isNull(field, value);
      default -> compare(field, operator(comparison.name()), value);
    };
  }

  private static Operator operator(String keyword) {
    return Stream.of(Operator.values())
        .filter(o -> o.keyword().equals(keyword))
        .findFirst()
        .orElseThrow();
  }

  private Condition isNull(Field field, YamlNode value) {
    if (value.bool().isEmpty()) {
      errors.add(value, "'is_null' must be true or false, but is " + value.describe());
    }
    Condition isNull = new Condition.IsNull(field);
    return value.bool().orElse(true) ? isNull : new Condition.Not(isNull);
  }

  /// The field equals one of the constants.
  Condition in(Field field, YamlNode node) {
    List<Condition> parts = new ArrayList<>();
    for (YamlNode item : node.items()) {
      parts.add(compare(field, Operator.EQ, item));
    }
    if (parts.isEmpty()) {
      errors.add(node, "must be a list of at least one value");
    }
    return new Condition.Or(parts);
  }

  Condition compare(Field field, Operator operator, YamlNode value) {
    boolean ordered =
        switch (field.type()) {
          case FieldType.StringType _, FieldType.BooleanType _ -> false;
          case FieldType.LongType _, FieldType.DecimalType _, FieldType.DoubleType _ -> true;
        };
    if (!ordered && operator != Operator.EQ && operator != Operator.NE) {
      errors.add(
          value,
          "'%s' is a %s and has no order; compare it with eq, ne or in"
              .formatted(field.path(), field.type().describe()));
    }
    Optional<Constant> constant = constant(field.type(), value);
    if (constant.isEmpty()) {
      errors.add(
          value,
          "'%s' is a %s and cannot be compared with %s%s"
              .formatted(
                  field.path(),
                  field.type().describe(),
                  value.describe(),
                  field.type() instanceof FieldType.StringType ? "; put text in quotes" : ""));
      return Condition.always();
    }
    return new Condition.Comparison(field, operator, constant.get());
  }

  private static Optional<Constant> constant(FieldType type, YamlNode value) {
    try {
      return switch (type) {
        case FieldType.StringType _ ->
            value.string().filter(text -> text.indexOf('\0') < 0).map(Constant.StringValue::new);
        case FieldType.LongType _ ->
            value.number().map(n -> new Constant.ExactValue(new BigDecimal(n).longValueExact(), 0));
        case FieldType.DecimalType decimal ->
            value
                .number()
                .map(n ->
                    new Constant.ExactValue(decimal.unscaled(new BigDecimal(n)), decimal.scale()));
        case FieldType.DoubleType _ ->
            value
                .number()
                .map(Double::parseDouble)
                .filter(Double::isFinite)
                // Adding 0 turns -0.0 into 0.0.
                .map(number -> new Constant.DoubleValue(number + 0.0));
        case FieldType.BooleanType _ -> value.bool().map(Constant.BooleanValue::new);
      };
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
