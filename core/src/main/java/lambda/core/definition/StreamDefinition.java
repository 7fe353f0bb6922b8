package lambda.core.definition;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// A declared topic: what its records look like, and the views over them.
///
/// @param fields every field of the schema that holds a value, in its order
/// @param id the field that makes an event unique within the stream
/// @param time the field with the event time: a number is milliseconds since the epoch, a text is
///   ISO-8601
/// @param key the field whose value is the Kafka record key, so that it decides the partition
/// @param user the field that says whose event it is, where that is a person: what to erase it by
/// @param rules what the values must fulfil
/// @param rawSink the name of a table in Postgres and of an index in Elasticsearch where the events
///   themselves go
public record StreamDefinition(
    String name,
    String topic,
    int partitions,
    List<Field> fields,
    Field id,
    Field time,
    Field key,
    Optional<Field> user,
    List<Constraint> rules,
    Optional<String> rawSink,
    List<ViewDefinition> views) {
  public StreamDefinition {
    fields = List.copyOf(fields);
    rules = List.copyOf(rules);
    views = List.copyOf(views);
  }

  /// What it takes for an event, a line for each part. Two definitions with the same lines take the
  /// same records for the same events. A nullable field may be added to them: no older record has
  /// it.
  public List<String> contract() {
    return Stream.of(
            Stream.of("id " + id.path(), "time " + time.path()),
            fields.stream().map(StreamDefinition::line),
            rules.stream()
                .map(rule -> "rule %s must %s".formatted(rule.field().path(), rule.demand())))
        .flatMap(Function.identity())
        .toList();
  }

  /// Whether a line of a contract may be added to one that is in force.
  public static boolean mayBeAdded(String line) {
    return line.startsWith("field ") && line.endsWith(" or null");
  }

  private static String line(Field field) {
    return "field %s %s%s"
        .formatted(field.path(), field.type().describe(), field.nullable() ? " or null" : "");
  }
}
