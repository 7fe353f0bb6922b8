package lambda.generator;

import java.nio.file.Path;
import lambda.core.definition.StreamDefinition;
import lambda.core.parse.StreamFiles;
import lambda.core.parse.StreamParser;

/// Streams for tests: those of the product, and one without its own maker.
public final class TestStreams {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Anything", "fields": [
        {"name": "at", "type": "string"},
        {"name": "size", "type": {"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}},
        {"name": "big", "type": "long"},
        {"name": "mood", "type": ["null", "string"]},
        {"name": "on", "type": "boolean"},
        {"name": "ratio", "type": "double"},
        {"name": "data", "type": {"type": "record", "name": "Data", "fields": [
          {"name": "id", "type": "string"}, {"name": "city", "type": "string"}]}}]}
      """;

  private static final String YAML =
      """
      stream: anything
      topic: anything
      partitions: 1
      format: json
      schema: anything.avsc
      id: data.id
      time: at
      key: data.city
      quality:
        - { field: size, range: { min: 10, max: 12.5 } }
        - { field: mood, one_of: [good, bad] }
      views:
        - view: by_mood
          window: day
          group_by: [mood, size]
          measures:
            events: count
            mean: { avg: size }
            least: { min: big }
            cities: { uniques: data.city }
            good: { count: events, filter: { or: [ { field: mood, eq: good }, { field: on, eq: true } ] } }
            share: { ratio: [good, events] }
      """;

  private TestStreams() {}

  public static StreamDefinition named(String name) {
    return name.equals("anything")
        ? new StreamParser("anything.yaml", _ -> SCHEMA).parse(YAML)
        : StreamFiles.read(Path.of(System.getProperty("lambda.root"), "streams")).stream(name);
  }

  public static StreamDefinition pageviews() {
    return named("pageviews");
  }
}
