package lambda.core.event;

import java.util.List;
import java.util.function.Predicate;
import lambda.core.definition.Condition;
import lambda.core.definition.Condition.Operator;
import lambda.core.definition.Constant;
import lambda.core.definition.Field;

/// Compiles conditions to predicates on events. The SQL twin is in the batch layer. Pure.
public final class Predicates {
  private Predicates() {}

  /// @param fields those of the stream, in order
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
      case Constant.StringValue(String text) -> {
        boolean equal = operator == Operator.EQ;
        yield event -> event.has(field) && event.text(field).equals(text) == equal;
      }
      case Constant.ExactValue(long number, _) ->
          event -> event.has(field) && operator.holds(Long.compare(event.number(field), number));
      case Constant.DoubleValue(double number) ->
          event -> event.has(field) && operator.holds(Double.compare(event.real(field), number));
      case Constant.BooleanValue(boolean truth) -> {
        boolean wanted = truth == (operator == Operator.EQ);
        yield event -> event.has(field) && (event.number(field) == 1) == wanted;
      }
    };
  }
}
