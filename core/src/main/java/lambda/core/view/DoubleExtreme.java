package lambda.core.view;

import lambda.core.event.Event;
import org.jspecify.annotations.Nullable;

/// The least or greatest value of a double field.
final class DoubleExtreme extends Accumulator {
  private final int field;
  private final int sign;
  private boolean found;
  private double extreme;

  /// @param sign -1 for the least value, 1 for the greatest
  DoubleExtreme(int field, int sign) {
    this.field = field;
    this.sign = sign;
  }

  @Override
  void add(Event event) {
    if (event.has(field) && (!found || Double.compare(event.asDouble(field), extreme) == sign)) {
      extreme = event.asDouble(field);
      found = true;
    }
  }

  @Override
  @Nullable Object state() {
    return found ? extreme : null;
  }
}
