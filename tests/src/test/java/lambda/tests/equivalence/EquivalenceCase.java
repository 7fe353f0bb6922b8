package lambda.tests.equivalence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.event.Event;
import lambda.core.event.EventDecoder;
import lambda.core.parse.StreamParser;

/// A definition and records for it. Its text is what a failed property prints, and what
/// [EquivalenceTest] replays from `src/test/resources/equivalence`: the stream's YAML, a line
/// `---`, and a record on each line. The schema is always the same.
record EquivalenceCase(String yaml, List<String> records) {
  private static final String SEPARATOR = "---\n";

  /// A field of each type, required and nullable, plain and nested.
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Anything", "fields": [
        {"name": "id", "type": "string"},
        {"name": "ms", "type": "long"},
        {"name": "iso", "type": "string"},
        {"name": "text", "type": "string"},
        {"name": "maybeText", "type": ["null", "string"]},
        {"name": "number", "type": "long"},
        {"name": "maybe_number", "type": ["null", "long"]},
        {"name": "amount", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}]},
        {"name": "fraction", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 5}]},
        {"name": "real", "type": ["null", "double"]},
        {"name": "flag", "type": ["null", "boolean"]},
        {"name": "data", "type": ["null", {"type": "record", "name": "Data", "fields": [
          {"name": "page", "type": ["null", "string"]},
          {"name": "rank", "type": ["null", "int"]}]}]}]}
      """;

  /// @param time the field with the event time, `ms` or `iso`
  /// @param view the view's definition in YAML's flow style
  static EquivalenceCase of(String time, String view, List<String> records) {
    String yaml =
        """
        stream: s
        topic: t
        partitions: 1
        format: json
        schema: anything.avsc
        id: id
        time: %s
        key: id
        views:
          - %s
        """
            .formatted(time, view);
    return new EquivalenceCase(yaml, records);
  }

  static EquivalenceCase parse(String text) {
    String[] parts = text.split(SEPARATOR, 2);
    return new EquivalenceCase(parts[0], parts[1].lines().toList());
  }

  StreamDefinition stream() {
    return new StreamParser("replayed.yaml", _ -> SCHEMA).parse(yaml);
  }

  ViewDefinition view() {
    return stream().views().getFirst();
  }

  /// The well-formed records as both layers get them, each id once.
  List<Event> events() {
    EventDecoder decoder = new EventDecoder(stream());
    Set<String> seen = new HashSet<>();
    List<Event> events = new ArrayList<>();
    for (String json : records) {
      if (decoder.decode(json.getBytes(StandardCharsets.UTF_8)) instanceof Event event
          && seen.add(event.id())) {
        events.add(event);
      }
    }
    return events;
  }

  @Override
  public String toString() {
    return Stream.concat(Stream.of(yaml + SEPARATOR.strip()), records.stream())
        .collect(Collectors.joining("\n", "\n", "\n"));
  }
}
