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
/// comparison, as in `{ field: amount, gte: 100 }`, `{ field: status, in: [failed, refunded] }` and
/// `{ field: query, is_null: true }`.
final class ConditionParser {
  private static final Set<String> OPERATORS =
      Stream.of(Operator.values()).map(Operator::word).collect(toSet());
  private static final Set<String> COMPARISONS = with(OPERATORS, "in", "is_null");
  private static final Set<String> PROPERTIES = with(COMPARISONS, "field", "and", "or", "not");

  private final List<Field> fields;
  private final ParseErrors faults;

  ConditionParser(List<Field> fields, ParseErrors faults) {
    this.fields = fields;
    this.faults = faults;
  }

  private static Set<String> with(Set<String> words, String... more) {
    Set<String> all = new HashSet<>(words);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  Condition parse(YamlNode node) {
    MappingReader reader = new MappingReader(node, PROPERTIES, faults);
    List<YamlNode.Property> properties = node.properties();
    if (reader.get("field").isPresent()) {
      return comparison(node, reader);
    }
    if (properties.size() != 1) {
      faults.add(
          node, "a condition is one of 'and', 'or', 'not', or a 'field' with one comparison");
      return Condition.always();
    }
    YamlNode value = properties.getFirst().value();
    return switch (properties.getFirst().name()) {
      case "and" -> new Condition.And(parts(value));
      case "or" -> new Condition.Or(parts(value));
      case "not" -> new Condition.Not(parse(value));
      default -> {
        faults.add(node, "a comparison needs a 'field'");
        yield Condition.always();
      }
    };
  }

  private List<Condition> parts(YamlNode node) {
    if (node.items().isEmpty()) {
      faults.add(node, "must be a list of conditions, with one at least");
    }
    return node.items().stream().map(this::parse).toList();
  }

  private Condition comparison(YamlNode node, MappingReader reader) {
    Optional<Field> field = reader.field("field", fields);
    List<YamlNode.Property> comparisons =
        node.properties().stream().filter(p -> COMPARISONS.contains(p.name())).toList();
    if (comparisons.size() != 1 || node.properties().size() != 2) {
      faults.add(
          node, "a field goes with exactly one of " + COMPARISONS.stream().sorted().toList());
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

  private static Operator operator(String word) {
    return Stream.of(Operator.values())
        .filter(o -> o.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  private Condition isNull(Field field, YamlNode value) {
    if (value.bool().isEmpty()) {
      faults.add(value, "is_null: must be true or false");
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
      faults.add(node, "must be a list of values, with one at least");
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
      faults.add(
          value,
          "'%s' is a %s, which has no order here; compare it by eq, ne or in"
              .formatted(field.path(), field.type().describe()));
    }
    Optional<Constant> constant = constant(field.type(), value);
    if (constant.isEmpty()) {
      faults.add(
          value,
          "%s is no constant of type %s to compare '%s' with%s"
              .formatted(
                  value.scalar().map(text -> "'" + text + "'").orElse("this"),
                  field.type().describe(),
                  field.path(),
                  field.type() instanceof FieldType.StringType ? "; put text into quotes" : ""));
      return Condition.always();
    }
    return new Condition.Comparison(field, operator, constant.get());
  }

  private static Optional<Constant> constant(FieldType type, YamlNode value) {
    try {
      return switch (type) {
        case FieldType.StringType _ ->
            value.text().filter(text -> text.indexOf('\0') < 0).map(Constant.StringValue::new);
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
                // Adding 0 makes -0.0 the one zero.
                .map(real -> new Constant.DoubleValue(real + 0.0));
        case FieldType.BooleanType _ -> value.bool().map(Constant.BooleanValue::new);
      };
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
