package lambda.generator.load;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A record to be sent at its time.
public sealed interface PlannedRecord permits PlannedRecord.Good, PlannedRecord.Broken {
  /// Its Kafka timestamp, in milliseconds since the epoch.
  long arrival();

  String key();

  String value();

  /// An event.
  ///
  /// @param again whether it was sent before
  record Good(long arrival, String key, ObjectNode event, boolean again) implements PlannedRecord {
    @Override
    public String value() {
      return event.toString();
    }
  }

  /// A record that is not an event; its value may be anything.
  record Broken(long arrival, String key, String value) implements PlannedRecord {}
}
