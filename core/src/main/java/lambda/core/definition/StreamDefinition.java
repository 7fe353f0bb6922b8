package lambda.core.definition;

import java.util.List;

/// A declared topic: what its records look like, and the views over them.
///
/// @param fields every field of the schema, in its order
/// @param id the field that makes an event unique within the stream
/// @param time the field with the event time, in milliseconds since the epoch
/// @param key the field whose value is the Kafka record key, so that it decides the partition
public record StreamDefinition(
    String name,
    String topic,
    int partitions,
    List<Field> fields,
    Field id,
    Field time,
    Field key,
    List<ViewDefinition> views) {
  public StreamDefinition {
    fields = List.copyOf(fields);
    views = List.copyOf(views);
  }
}
