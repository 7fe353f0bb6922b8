package lambda.core.view;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;
import lambda.core.definition.Condition;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.event.Event;
import lambda.core.event.Predicates;
import org.jspecify.annotations.Nullable;

/// The growing state of one folded measure in one partial. One owner.
abstract class Accumulator {
  /// Includes an event.
  abstract void add(Event event);

  /// The measure's state so far: Long, BigDecimal, Double, null, or `List<Long>` for a sketch.
  abstract @Nullable Object state();

  /// Makes accumulators of one measure.
  @FunctionalInterface
  interface Factory {
    Accumulator create();
  }

  /// Compiles a measure.
  ///
  /// @param fields the stream's, in order
  static Factory compile(Measure.Folded measure, List<Field> fields) {
    Factory factory =
        switch (measure) {
          case Measure.Count count ->
              count
                  .field()
                  .map(fields::indexOf)
                  .<Factory>map(position -> () -> new FieldCount(position))
                  .orElse(EventCount::new);
          case Measure.Sum(_, Field field, _) -> {
            int position = fields.indexOf(field);
            yield () -> new Sum(position, field.type());
          }
          case Measure.Min(_, Field field, _) -> extreme(fields.indexOf(field), field.type(), -1);
          case Measure.Max(_, Field field, _) -> extreme(fields.indexOf(field), field.type(), 1);
          case Measure.CountDistinct(_, Field field, _) -> {
            int position = fields.indexOf(field);
            boolean string = field.type() instanceof FieldType.StringType;
            yield () -> new DistinctCount(position, string);
          }
        };
    if (measure.filter().equals(Condition.always())) {
      return factory;
    }
    Predicate<Event> filter = Predicates.compile(measure.filter(), fields);
    return () -> new Filtered(filter, factory.create());
  }

  /// @param sign -1 for the least value, 1 for the greatest
  private static Factory extreme(int field, FieldType type, int sign) {
    return type instanceof FieldType.DoubleType
        ? () -> new DoubleExtreme(field, sign)
        : () -> new ExactExtreme(field, type, sign);
  }

  /// The value of a long or decimal.
  static BigDecimal exact(BigDecimal unscaled, FieldType type) {
    return type instanceof FieldType.DecimalType decimal
        ? unscaled.scaleByPowerOfTen(-decimal.scale())
        : unscaled;
  }

  private static final class Filtered extends Accumulator {
    private final Predicate<Event> filter;
    private final Accumulator accumulator;

    Filtered(Predicate<Event> filter, Accumulator accumulator) {
      this.filter = filter;
      this.accumulator = accumulator;
    }

    @Override
    void add(Event event) {
      if (filter.test(event)) {
        accumulator.add(event);
      }
    }

    @Override
    @Nullable Object state() {
      return accumulator.state();
    }
  }
}
