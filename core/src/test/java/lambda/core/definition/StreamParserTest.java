package lambda.core.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;

class StreamParserTest {
  private static final String SCHEMA =
      """
      {"type":"record","name":"Pageview","fields":[
        {"name":"event_id","type":"string"},
        {"name":"postcode","type":"string"},
        {"name":"referrer","type":["null","string"]},
        {"name":"count","type":"int"},
        {"name":"timestamp","type":{"type":"long","logicalType":"timestamp-millis"}}]}
      """;

  private static final String YAML =
      """
      stream: pageviews
      topic: pageview-events
      partitions: 3
      format: json
      schema: pageviews.avsc
      id: event_id
      time: timestamp
      key: postcode
      views:
        - view: pageviews_per_minute
          window: minute
          group_by: [postcode, referrer]
          measures: { pageviews: count }
      """;

  private static StreamDefinition parse(String yaml) {
    return new StreamParser("pageviews.yaml", file -> SCHEMA).parse(yaml);
  }

  @Test
  void readsAStreamWithItsSchemaAndViews() {
    StreamDefinition stream = parse(YAML);

    assertThat(stream.topic()).isEqualTo("pageview-events");
    assertThat(stream.partitions()).isEqualTo(3);
    assertThat(stream.time()).isEqualTo(new Field("timestamp", FieldType.LONG, false));
    assertThat(stream.fields()).hasSize(5).contains(new Field("referrer", FieldType.STRING, true));
    assertThat(stream.views())
        .containsExactly(
            new ViewDefinition(
                "pageviews_per_minute",
                Window.MINUTE,
                List.of(
                    new Field("postcode", FieldType.STRING, false),
                    new Field("referrer", FieldType.STRING, true)),
                List.of(new Measure("pageviews", Measure.Kind.COUNT))));
  }

  @Test
  void everyFaultIsReportedAtOnceWithTheFile() {
    String broken =
        YAML.replace("partitions: 3", "partitions: none")
            .replace("format: json", "format: xml")
            .replace("id: event_id", "id: count")
            .replace("window: minute", "window: fortnight")
            .replace("[postcode, referrer]", "[postcod]")
            .replace("pageviews: count", "pageviews: median")
            .replace("topic:", "tpoic:");

    assertThatThrownBy(() -> parse(broken))
        .isInstanceOf(LambdaException.class)
        .satisfies(e ->
            assertThat(String.valueOf(e.getMessage()).lines())
                .allMatch(line -> line.startsWith("pageviews.yaml: "))
                .anyMatch(line -> line.contains("'tpoic' is no property"))
                .anyMatch(line -> line.contains("topic: is missing"))
                .anyMatch(line -> line.contains("partitions: must be a whole number"))
                .anyMatch(line -> line.contains("'xml' must be one of [json]"))
                .anyMatch(line -> line.contains("id: 'count' must be of type STRING"))
                .anyMatch(line -> line.contains("'fortnight' must be one of [day, hour, minute]"))
                .anyMatch(line -> line.contains("'postcod' is not a field of the schema"))
                .anyMatch(line -> line.contains("'median' must be one of [count]")));
  }

  @Test
  void whatIsNoYamlIsRefusedWithItsLine() {
    assertThatThrownBy(() -> parse("stream: [a\nb: c"))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("pageviews.yaml:")
        .hasMessageContaining("is not YAML");
    assertThatThrownBy(() -> parse("- a")).hasMessageContaining("is not a YAML mapping");
  }

  @Test
  void aTypeThatNoColumnHoldsIsRefused() {
    String schema = SCHEMA.replace("\"int\"", "{\"type\":\"array\",\"items\":\"int\"}");

    assertThatThrownBy(() -> new StreamParser("s.yaml", file -> schema).parse(YAML))
        .hasMessageContaining("field 'count' of pageviews.avsc has type");
  }

  @Test
  void changedViewsHaveAnotherFingerprint() {
    ViewDefinition view = parse(YAML).views().getFirst();
    ViewDefinition hourly =
        parse(YAML.replace("window: minute", "window: hour")).views().getFirst();

    assertThat(hourly.fingerprint()).isNotEqualTo(view.fingerprint());
    assertThat(parse(YAML).views().getFirst().fingerprint()).isEqualTo(view.fingerprint());
  }
}
