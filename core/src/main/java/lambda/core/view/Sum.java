package lambda.core.view;

import java.math.BigDecimal;
import lambda.core.definition.FieldType;
import lambda.core.event.Event;

/// The exact sum of a long or decimal field.
final class Sum extends Accumulator {
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
      sum.add(event.asLong(field));
    }
  }

  @Override
  Object state() {
    return exact(new BigDecimal(sum.value()), type);
  }
}
