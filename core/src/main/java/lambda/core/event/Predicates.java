package lambda.core.event;

import java.util.List;
import java.util.function.Predicate;
import lambda.core.definition.Condition;
import lambda.core.definition.Condition.Operator;
import lambda.core.definition.Constant;
import lambda.core.definition.Field;

/// Compiles conditions to predicates on events. The batch layer compiles the same conditions to
/// SQL. Pure.
public final class Predicates {
  private Predicates() {}

  /// @param fields the stream's, in order
  public static Predicate<Event> compile(Condition condition, List<Field> fields) {
    return switch (condition) {
      case Condition.And(List<Condition> parts) -> {
        List<Predicate<Event>> all = parts.stream().map(part -> compile(part, fields)).toList();
        yield all.size() == 1 ? all.getFirst() : event -> all(all, event);
      }
      case Condition.Or(List<Condition> parts) -> {
        List<Predicate<Event>> any = parts.stream().map(part -> compile(part, fields)).toList();
        yield event -> any(any, event);
      }
      case Condition.Not(Condition part) -> compile(part, fields).negate();
      case Condition.IsNull(Field field) -> {
        int position = fields.indexOf(field);
        yield event -> !event.has(position);
      }
      case Condition.Comparison(Field field, Operator operator, Constant constant) ->
          comparison(fields.indexOf(field), operator, constant);
    };
  }

  private static boolean all(List<Predicate<Event>> parts, Event event) {
    for (Predicate<Event> part : parts) {
      if (!part.test(event)) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(List<Predicate<Event>> parts, Event event) {
    for (Predicate<Event> part : parts) {
      if (part.test(event)) {
        return true;
      }
    }
    return false;
  }

  private static Predicate<Event> comparison(int field, Operator operator, Constant constant) {
    return switch (constant) {
      case Constant.StringValue(String value) -> {
        boolean equal = operator == Operator.EQ;
        yield event -> event.has(field) && event.asString(field).equals(value) == equal;
      }
      case Constant.ExactValue(long unscaled, _) ->
          event -> event.has(field) && operator.test(Long.compare(event.asLong(field), unscaled));
      case Constant.DoubleValue(double value) ->
          event -> event.has(field) && operator.test(Double.compare(event.asDouble(field), value));
      case Constant.BooleanValue(boolean value) -> {
        boolean wanted = value == (operator == Operator.EQ);
        yield event -> event.has(field) && (event.asLong(field) == 1) == wanted;
      }
    };
  }
}
