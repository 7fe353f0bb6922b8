package lambda.core.definition;

import java.util.List;
import java.util.stream.Collectors;

/// A condition on an event, either true or false: there is no third value. A comparison with a
/// field that is null is false, and so its negation is true.
public sealed interface Condition {

  /// True for every event.
  static Condition always() {
    return new And(List.of());
  }

  /// All of them hold; true if there are none.
  record And(List<Condition> parts) implements Condition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /// One of them holds at least; false if there are none.
  record Or(List<Condition> parts) implements Condition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /// It does not hold.
  record Not(Condition part) implements Condition {}

  /// The field is null or missing.
  record IsNull(Field field) implements Condition {}

  /// The field's value stands so to a constant of its type. Texts and truths have no order: only
  /// [Operator#EQ] and [Operator#NE] go with them.
  record Comparison(Field field, Operator operator, Constant constant) implements Condition {}

  /// The condition as one line of text; different conditions have different ones.
  default String describe() {
    return switch (this) {
      case And(List<Condition> parts) -> joined(parts, " and ", "always");
      case Or(List<Condition> parts) -> joined(parts, " or ", "never");
      case Not(Condition part) -> "not " + part.describe();
      case IsNull(Field field) -> field.path() + " is null";
      case Comparison(Field field, Operator operator, Constant constant) ->
          "%s %s %s".formatted(field.path(), operator.word(), constant.describe());
    };
  }

  private static String joined(List<Condition> parts, String word, String none) {
    return parts.isEmpty()
        ? none
        : parts.stream().map(Condition::describe).collect(Collectors.joining(word, "(", ")"));
  }

  /// How a field's value stands to a constant.
  enum Operator {
    EQ("eq", "="),
    NE("ne", "<>"),
    LT("lt", "<"),
    LTE("lte", "<="),
    GT("gt", ">"),
    GTE("gte", ">=");

    private final String word;
    private final String sql;

    Operator(String word, String sql) {
      this.word = word;
      this.sql = sql;
    }

    /// Its name in YAML.
    public String word() {
      return word;
    }

    public String sql() {
      return sql;
    }

    /// Whether it holds for values that compare so, in the sense of [java.util.Comparator].
    public boolean holds(int comparison) {
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
