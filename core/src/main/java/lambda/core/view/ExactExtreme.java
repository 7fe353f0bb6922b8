package lambda.core.view;

import java.math.BigDecimal;
import lambda.core.definition.FieldType;
import lambda.core.event.Event;
import org.jspecify.annotations.Nullable;

/// The least or greatest value of a long or decimal field.
final class ExactExtreme extends Accumulator {
  private final int field;
  private final FieldType type;
  private final int sign;
  private boolean found;
  private long extreme;

  /// @param sign -1 for the least value, 1 for the greatest
  ExactExtreme(int field, FieldType type, int sign) {
    this.field = field;
    this.type = type;
    this.sign = sign;
  }

  @Override
  void add(Event event) {
    if (event.has(field) && (!found || Long.compare(event.asLong(field), extreme) == sign)) {
      extreme = event.asLong(field);
      found = true;
    }
  }

  @Override
  @Nullable Object state() {
    return found ? exact(BigDecimal.valueOf(extreme), type) : null;
  }
}
