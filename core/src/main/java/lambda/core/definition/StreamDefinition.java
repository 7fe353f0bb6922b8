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

  /// What makes a record an event, one line per requirement. Two definitions with the same lines
  /// decode records alike, within the same [TimeLimit]. The lines are stored, so their wording must
  /// not change.
  ///
  /// The time limit is not part of the contract, because it must stay possible to widen it once it
  /// has made dead letters. Where a change leaves the layers of an open hour with different limits,
  /// reconciling the hour settles it.
  public List<String> contract() {
    return Stream.of(
            Stream.of("id " + id.path(), "time " + time.path()),
            fields.stream().map(StreamDefinition::line),
            constraints.stream()
                .map(c -> "rule %s must %s".formatted(c.field().path(), c.requirement())))
        .flatMap(Function.identity())
        .toList();
  }

  /// Whether a line may be added to the contract of a stream that has records: only that of a
  /// nullable field, which no older record has.
  public static boolean mayBeAdded(String line) {
    return line.startsWith("field ") && line.endsWith(" or null");
  }

  private static String line(Field field) {
    return "field %s %s%s"
        .formatted(field.path(), field.type().describe(), field.nullable() ? " or null" : "");
  }
}
