package lambda.core.definition;

import java.util.Optional;
import java.util.stream.Stream;

/// A figure that a view answers for each window and key.
public sealed interface Measure {
  /// How many digits a quotient has after its point.
  int QUOTIENT_SCALE = 6;

  String name();

  /// A measure that is folded from events: partials hold it, and partials of it can be merged.
  sealed interface Folded extends Measure {
    /// Which events it takes in.
    Condition filter();
  }

  /// How many events there are, or how many of them have the field.
  record Count(String name, Optional<Field> field, Condition filter) implements Folded {}

  /// The exact sum of a whole or decimal field; 0 where there is nothing to add.
  record Sum(String name, Field field, Condition filter) implements Folded {}

  /// The least value of a number; null where there is none.
  record Min(String name, Field field, Condition filter) implements Folded {}

  /// The greatest value of a number; null where there is none.
  record Max(String name, Field field, Condition filter) implements Folded {}

  /// How many different values the field has, by a sketch: see
  /// `lambda.core.view.DistinctCountSketch`.
  record CountDistinct(String name, Field field, Condition filter) implements Folded {}

  /// One figure divided by another, rounded to [#QUOTIENT_SCALE] digits, halves away from zero;
  /// null where the divisor is 0. Averages and rates are quotients.
  record Quotient(String name, Folded dividend, Folded divisor) implements Measure {}

  /// The folded measures that it takes to answer this one.
  default Stream<Folded> states() {
    return switch (this) {
      case Folded folded -> Stream.of(folded);
      case Quotient(_, Folded dividend, Folded divisor) -> Stream.of(dividend, divisor);
    };
  }

  /// What it computes, as one line of text; different measures have different ones.
  default String describe() {
    return switch (this) {
      case Count count -> call("count", count.field().map(Field::path).orElse("events"), count);
      case Sum sum -> call("sum", sum.field().path(), sum);
      case Min min -> call("min", min.field().path(), min);
      case Max max -> call("max", max.field().path(), max);
      case CountDistinct uniques -> call("uniques", uniques.field().path(), uniques);
      case Quotient(_, Folded dividend, Folded divisor) ->
          "%s / %s".formatted(dividend.describe(), divisor.describe());
    };
  }

  private static String call(String kind, String argument, Folded measure) {
    String filter =
        measure.filter().equals(Condition.always()) ? "" : " where " + measure.filter().describe();
    return "%s(%s%s)".formatted(kind, argument, filter);
  }
}
