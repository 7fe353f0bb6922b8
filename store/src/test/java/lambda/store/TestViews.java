package lambda.store;

import java.util.List;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.parse.StreamParser;

/// A stream for tests, with a view of nullable and other group-by fields and of every kind of
/// measure.
final class TestViews {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Sale", "fields": [
        {"name": "id", "type": "string"},
        {"name": "at", "type": "string"},
        {"name": "shop", "type": "string"},
        {"name": "mood", "type": ["null", "string"]},
        {"name": "price", "type": ["null", "double"]},
        {"name": "size", "type": "long"}]}
      """;

  private static final String YAML =
      """
      stream: sales
      topic: sales
      partitions: 2
      format: json
      schema: sales.avsc
      id: id
      time: at
      key: shop
      views:
        - view: sales_by_mood
          window: day
          group_by: [shop, mood]
          measures:
            events: count
            total: { sum: size }
            least: { min: price }
            most: { max: price }
            shops: { uniques: shop }
            mean: { avg: size }
      """;

  private TestViews() {}

  static StreamDefinition stream() {
    return new StreamParser("sales.yaml", _ -> SCHEMA).parse(YAML);
  }

  static Streams streams() {
    return new Streams(List.of(stream()));
  }

  /// The stream with other views.
  static Streams streams(List<ViewDefinition> views) {
    StreamDefinition all = stream();
    return new Streams(
        List.of(
            new StreamDefinition(
                all.name(),
                all.topic(),
                all.partitions(),
                all.fields(),
                all.id(),
                all.time(),
                all.timeLimit(),
                all.key(),
                all.user(),
                all.constraints(),
                all.rawSink(),
                views)));
  }

  static ViewDefinition view() {
    return stream().views().getFirst();
  }
}
