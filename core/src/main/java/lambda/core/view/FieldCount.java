package lambda.core.view;

import lambda.core.event.Event;

/// Counts the events that have a field.
final class FieldCount extends Accumulator {
  private final int field;
  private long count;

  FieldCount(int field) {
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
