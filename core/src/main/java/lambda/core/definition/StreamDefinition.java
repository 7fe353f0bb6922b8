package lambda.core.definition;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// A declared topic: what its records look like, and the views over them.
///
/// @param fields every field of the schema that holds a value, in the schema's order
/// @param id the field that identifies an event within the stream
/// @param time the field with the event time: a long is milliseconds since the epoch, a string is
///   ISO-8601
/// @param timeLimit how far the event time may be from the arrival
/// @param key the field whose value is the Kafka record key, which determines the partition
/// @param user the field that identifies the person whose event it is, for erasure
/// @param constraints what the values must satisfy beyond their types
/// @param rawSink the name of the Postgres table and of the Elasticsearch index that receive the
///   events themselves
public record StreamDefinition(
    String name,
    String topic,
    int partitions,
    List<Field> fields,
    Field id,
    Field time,
    TimeLimit timeLimit,
    Field key,
    Optional<Field> user,
    List<Constraint> constraints,
    Optional<String> rawSink,
    List<ViewDefinition> views) {
  public StreamDefinition {
    fields = List.copyOf(fields);
    constraints = List.copyOf(constraints);
    views = List.copyOf(views);
  }

  /// What the stream's stored figures depend on.
  ///
  /// The time limit is not part of the contract, because it must stay possible to widen it once it
  /// has made dead letters. Where a change leaves the layers of an open hour with different limits,
  /// reconciling the hour settles it.
  public Contract contract() {
    return new Contract(
        Stream.of(
                Stream.of(
                    "topic " + topic,
                    "key " + key.path(),
                    "id " + id.path(),
                    "time " + time.path()),
                fields.stream().map(Contract::line),
                constraints.stream().map(Contract::line))
            .flatMap(Function.identity())
            .toList());
  }
}
