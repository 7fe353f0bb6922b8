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

/// One folded measure of one partial, as it grows. One owner.
abstract class Accumulator {
  /// Takes in an event.
  abstract void add(Event event);

  /// What has come together: Long, BigDecimal, Double, null, or `List<Long>` for a sketch.
  abstract @Nullable Object state();

  /// Makes accumulators of one measure.
  @FunctionalInterface
  interface Factory {
    Accumulator create();
  }

  /// Compiles a measure.
  ///
  /// @param fields those of the stream, in order
  static Factory compile(Measure.Folded measure, List<Field> fields) {
    Factory factory =
        switch (measure) {
          case Measure.Count count ->
              count
                  .field()
                  .<Factory>map(field -> {
                    int position = fields.indexOf(field);
                    return () -> new CountOf(position);
                  })
                  .orElse(Count::new);
          case Measure.Sum(_, Field field, _) -> {
            int position = fields.indexOf(field);
            yield () -> new Sum(position, field.type());
          }
          case Measure.Min(_, Field field, _) -> extreme(fields.indexOf(field), field.type(), -1);
          case Measure.Max(_, Field field, _) -> extreme(fields.indexOf(field), field.type(), 1);
          case Measure.CountDistinct(_, Field field, _) -> {
            int position = fields.indexOf(field);
            boolean text = field.type() instanceof FieldType.StringType;
            yield () -> new Uniques(position, text);
          }
        };
    if (measure.filter().equals(Condition.always())) {
      return factory;
    }
    Predicate<Event> filter = Predicates.compile(measure.filter(), fields);
    return () -> new Filtered(filter, factory.create());
  }

  private static Factory extreme(int field, FieldType type, int sign) {
    return type instanceof FieldType.DoubleType
        ? () -> new RealExtreme(field, sign)
        : () -> new ExactExtreme(field, type, sign);
  }

  /// A whole number, or a decimal with its point put back.
  private static Object exact(BigDecimal unscaled, FieldType type) {
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

  private static final class Count extends Accumulator {
    private long count;

    @Override
    void add(Event event) {
      count++;
    }

    @Override
    Object state() {
      return count;
    }
  }

  private static final class CountOf extends Accumulator {
    private final int field;
    private long count;

    CountOf(int field) {
      this.field = field;
    }

    @Override
    void add(Event event) {
      if (event.has(field)) {
        count++;
      }
    }

    @Override
    Object state() {
      return count;
    }
  }

  private static final class Sum extends Accumulator {
    private final int field;
    private final FieldType type;
    private final Int128 sum = new Int128();

    Sum(int field, FieldType type) {
      this.field = field;
      this.type = type;
    }

    @Override
    void add(Event event) {
      if (event.has(field)) {
        sum.add(event.number(field));
      }
    }

    @Override
    Object state() {
      return exact(new BigDecimal(sum.value()), type);
    }
  }

  /// The least number (sign -1) or the greatest one (sign 1), of an exact type.
  private static final class ExactExtreme extends Accumulator {
    private final int field;
    private final FieldType type;
    private final int sign;
    private boolean found;
    private long extreme;

    ExactExtreme(int field, FieldType type, int sign) {
      this.field = field;
      this.type = type;
      this.sign = sign;
    }

    @Override
    void add(Event event) {
      if (event.has(field) && (!found || Long.compare(event.number(field), extreme) == sign)) {
        extreme = event.number(field);
        found = true;
      }
    }

    @Override
    @Nullable Object state() {
      return found ? exact(BigDecimal.valueOf(extreme), type) : null;
    }
  }

  /// The least number (sign -1) or the greatest one (sign 1), of floating point.
  private static final class RealExtreme extends Accumulator {
    private final int field;
    private final int sign;
    private boolean found;
    private double extreme;

    RealExtreme(int field, int sign) {
      this.field = field;
      this.sign = sign;
    }

    @Override
    void add(Event event) {
      if (event.has(field) && (!found || Double.compare(event.real(field), extreme) == sign)) {
        extreme = event.real(field);
        found = true;
      }
    }

    @Override
    @Nullable Object state() {
      return found ? extreme : null;
    }
  }

  private static final class Uniques extends Accumulator {
    private final int field;
    private final boolean text;
    private final DistinctCountSketch sketch = new DistinctCountSketch();

    Uniques(int field, boolean text) {
      this.field = field;
      this.text = text;
    }

    @Override
    void add(Event event) {
      if (!event.has(field)) {
        return;
      }
      if (text) {
        sketch.add(event.text(field));
      } else {
        sketch.add(event.number(field));
      }
    }

    @Override
    Object state() {
      return sketch.state();
    }
  }
}
