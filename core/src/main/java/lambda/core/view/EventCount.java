package lambda.core.view;

import lambda.core.event.Event;

/// Counts events.
final class EventCount extends Accumulator {
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
