package lambda.core.definition;

import java.util.Optional;
import java.util.stream.Stream;

/// A figure that a view has for each window and key.
public sealed interface Measure {
  /// The number of digits after a quotient's decimal point.
  int QUOTIENT_SCALE = 6;

  String name();

  /// A measure that is folded from events. Partials contain it, and can be merged.
  sealed interface Folded extends Measure {
    /// The events that it includes.
    Condition filter();
  }

  /// The number of events, or of those that have the field.
  record Count(String name, Optional<Field> field, Condition filter) implements Folded {}

  /// The exact sum of a long or decimal field; 0 if there is nothing to add.
  record Sum(String name, Field field, Condition filter) implements Folded {}

  /// The least value of a numeric field; null if there is none.
  record Min(String name, Field field, Condition filter) implements Folded {}

  /// The greatest value of a numeric field; null if there is none.
  record Max(String name, Field field, Condition filter) implements Folded {}

  /// The number of distinct values of the field, estimated by a sketch: see
  /// `lambda.core.view.DistinctCountSketch`.
  record CountDistinct(String name, Field field, Condition filter) implements Folded {}

  /// One figure divided by another, rounded to [#QUOTIENT_SCALE] digits after the point, halves
  /// away from zero; null if the divisor is 0. Averages and rates are quotients.
  record Quotient(String name, Folded dividend, Folded divisor) implements Measure {}

  /// The folded measures that this one is computed from.
  default Stream<Folded> states() {
    return switch (this) {
      case Folded folded -> Stream.of(folded);
      case Quotient(_, Folded dividend, Folded divisor) -> Stream.of(dividend, divisor);
    };
  }

  /// What it computes as one line of text, different for different measures. It is part of
  /// [ViewDefinition#fingerprint], so its wording is stored.
  default String describe() {
    return switch (this) {
      case Count count -> call("count", count.field().map(Field::path).orElse("events"), count);
      case Sum sum -> call("sum", sum.field().path(), sum);
      case Min min -> call("min", min.field().path(), min);
      case Max max -> call("max", max.field().path(), max);
      case CountDistinct distinct -> call("uniques", distinct.field().path(), distinct);
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
