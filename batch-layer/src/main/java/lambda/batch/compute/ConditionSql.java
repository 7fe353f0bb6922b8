package lambda.batch.compute;

import static lambda.store.Sql.name;
import static lambda.store.Sql.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.Condition;
import lambda.core.definition.Constant;
import lambda.core.definition.Field;

/// Compiles conditions to DuckDB SQL that is true or false, never null. The Java counterpart is
/// [lambda.core.event.Predicates]. Pure.
final class ConditionSql {
  private ConditionSql() {}

  static String compile(Condition condition) {
    return switch (condition) {
      case Condition.And(List<Condition> parts) -> joined(parts, " and ", "true");
      case Condition.Or(List<Condition> parts) -> joined(parts, " or ", "false");
      case Condition.Not(Condition part) -> "(not %s)".formatted(compile(part));
      case Condition.IsNull(Field field) -> "(%s is null)".formatted(name(field.column()));
      case Condition.Comparison(Field field, Condition.Operator operator, Constant constant) ->
          "coalesce(%s %s %s, false)"
              .formatted(name(field.column()), operator.sql(), literal(field, constant));
    };
  }

  private static String joined(List<Condition> parts, String word, String none) {
    return parts.isEmpty()
        ? none
        : parts.stream().map(ConditionSql::compile).collect(Collectors.joining(word, "(", ")"));
  }

  /// A constant of exactly the field's type, so that the comparison converts nothing.
  private static String literal(Field field, Constant constant) {
    String text =
        switch (constant) {
          case Constant.StringValue(String value) -> value;
          case Constant.ExactValue exact -> exact.toString();
          case Constant.DoubleValue(double value) -> Double.toString(value);
          case Constant.BooleanValue(boolean value) -> Boolean.toString(value);
        };
    return "%s::%s".formatted(text(text), field.type().duckdb());
  }

  /// The fields that a condition reads.
  static Stream<Field> fields(Condition condition) {
    return switch (condition) {
      case Condition.And(List<Condition> parts) -> parts.stream().flatMap(ConditionSql::fields);
      case Condition.Or(List<Condition> parts) -> parts.stream().flatMap(ConditionSql::fields);
      case Condition.Not(Condition part) -> fields(part);
      case Condition.IsNull(Field field) -> Stream.of(field);
      case Condition.Comparison(Field field, _, _) -> Stream.of(field);
    };
  }
}
