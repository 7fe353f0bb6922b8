package lambda.core.view;

import lambda.core.event.Event;

/// The sketch of a string or long field's distinct values.
final class DistinctCount extends Accumulator {
  private final int field;
  private final boolean string;
  private final DistinctCountSketch sketch = new DistinctCountSketch();

  DistinctCount(int field, boolean string) {
    this.field = field;
    this.string = string;
  }

  @Override
  void add(Event event) {
    if (!event.has(field)) {
      return;
    }
    if (string) {
      sketch.add(event.asString(field));
    } else {
      sketch.add(event.asLong(field));
    }
  }

  @Override
  Object state() {
    return sketch.state();
  }
}
