package lambda.core.definition;

import java.util.List;
import java.util.stream.Collectors;

/// A condition on an event. It is true or false; there is no third value. A comparison with a field
/// that is null is false, so its negation is true.
public sealed interface Condition {

  /// True for every event.
  static Condition always() {
    return new And(List.of());
  }

  /// All parts are true; true if there are none.
  record And(List<Condition> parts) implements Condition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /// At least one part is true; false if there are none.
  record Or(List<Condition> parts) implements Condition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /// The part is false.
  record Not(Condition part) implements Condition {}

  /// The field is null or missing.
  record IsNull(Field field) implements Condition {}

  /// Compares the field's value with a constant of its type. Strings and booleans have no order:
  /// only [Operator#EQ] and [Operator#NE] apply to them.
  record Comparison(Field field, Operator operator, Constant constant) implements Condition {}

  /// The condition as one line of text, different for different conditions. It is part of
  /// [ViewDefinition#fingerprint], so its wording is stored.
  default String describe() {
    return switch (this) {
      case And(List<Condition> parts) -> joined(parts, " and ", "always");
      case Or(List<Condition> parts) -> joined(parts, " or ", "never");
      case Not(Condition part) -> "not " + part.describe();
      case IsNull(Field field) -> field.path() + " is null";
      case Comparison(Field field, Operator operator, Constant constant) ->
          "%s %s %s".formatted(field.path(), operator.keyword(), constant.describe());
    };
  }

  private static String joined(List<Condition> parts, String separator, String none) {
    return parts.isEmpty()
        ? none
        : parts.stream().map(Condition::describe).collect(Collectors.joining(separator, "(", ")"));
  }

  /// How a field's value compares with a constant.
  enum Operator {
    EQ("eq", "="),
    NE("ne", "<>"),
    LT("lt", "<"),
    LTE("lte", "<="),
    GT("gt", ">"),
    GTE("gte", ">=");

    private final String keyword;
    private final String sql;

    Operator(String keyword, String sql) {
      this.keyword = keyword;
      this.sql = sql;
    }

    /// Its name in YAML.
    public String keyword() {
      return keyword;
    }

    public String sql() {
      return sql;
    }

    /// @param comparison the sign of the comparison, as a [java.util.Comparator] returns it
    public boolean test(int comparison) {
      return switch (this) {
        case EQ -> comparison == 0;
        case NE -> comparison != 0;
        case LT -> comparison < 0;
        case LTE -> comparison <= 0;
        case GT -> comparison > 0;
        case GTE -> comparison >= 0;
      };
    }
  }
}
