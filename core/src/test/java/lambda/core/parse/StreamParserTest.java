package lambda.core.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import lambda.core.definition.Condition;
import lambda.core.definition.Condition.Operator;
import lambda.core.definition.Constant;
import lambda.core.definition.Constraint;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamParserTest {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Sale", "fields": [
        {"name": "id", "type": "string"},
        {"name": "at", "type": "string"},
        {"name": "status", "type": "string"},
        {"name": "quantity", "type": "int"},
        {"name": "rating", "type": ["null", "double"]},
        {"name": "amount", "type": {"type": "bytes", "logicalType": "decimal", "precision": 18, "scale": 2}},
        {"name": "data", "type": ["null", {"type": "record", "name": "Data", "fields": [
          {"name": "page", "type": "string"}
        ]}]}
      ]}
      """;

  private static final String YAML =
      """
      stream: sales
      topic: sales
      partitions: 3
      format: json
      schema: sales.avsc
      id: id
      time: at
      key: id
      quality:
        - { field: quantity, range: { min: 1, max: 99 } }
        - { field: status, one_of: [paid, failed], pattern: '[a-z]+' }
      raw_sink: sales
      views:
        - view: sales_per_month
          window: month
          filter: { not: { or: [ { field: amount, lt: 1.5 }, { field: data.page, is_null: true } ] } }
          group_by: [status, data.page]
          measures:
            sales: count
            failed: { count: events, filter: { field: status, in: [failed] } }
            revenue: { sum: amount }
            mean: { avg: amount }
            failure_rate: { ratio: [failed, sales] }
      """;

  private static final Field STATUS = new Field("status", new FieldType.StringType(), false);
  private static final Field QUANTITY = new Field("quantity", new FieldType.LongType(), false);
  private static final Field AMOUNT = new Field("amount", new FieldType.DecimalType(18, 2), false);
  private static final Field PAGE = new Field("data.page", new FieldType.StringType(), true);

  private static StreamDefinition parse(String yaml) {
    return new StreamParser("sales.yaml", _ -> SCHEMA).parse(yaml);
  }

  private static Condition is(Field field, Operator operator, Constant constant) {
    return new Condition.Comparison(field, operator, constant);
  }

  @Test
  void readsAStreamWithItsSchemaConstraintsAndSink() {
    StreamDefinition stream = parse(YAML);

    assertThat(stream.topic()).isEqualTo("sales");
    assertThat(stream.partitions()).isEqualTo(3);
    assertThat(stream.time()).isEqualTo(new Field("at", new FieldType.StringType(), false));
    assertThat(stream.fields()).hasSize(7).contains(STATUS, QUANTITY, AMOUNT, PAGE);
    assertThat(stream.rawSink()).contains("sales");
    assertThat(stream.constraints())
        .extracting(Constraint::requirement)
        .containsExactly(
            "be at least 1", "be at most 99", "be one of paid, failed", "match [a-z]+");
  }

  @Test
  void readsAViewWithFilterNestedKeyAndDerivedMeasures() {
    Condition failed =
        new Condition.Or(List.of(is(STATUS, Operator.EQ, new Constant.StringValue("failed"))));
    Measure.Count sales = new Measure.Count("sales", Optional.empty(), Condition.always());
    Measure.Count failures = new Measure.Count("failed", Optional.empty(), failed);

    ViewDefinition view = parse(YAML).views().getFirst();

    assertThat(view)
        .isEqualTo(
            new ViewDefinition(
                "sales_per_month",
                Window.MONTH,
                new Condition.Not(
                    new Condition.Or(
                        List.of(
                            is(AMOUNT, Operator.LT, new Constant.ExactValue(150, 2)),
                            new Condition.IsNull(PAGE)))),
                List.of(STATUS, PAGE),
                List.of(
                    sales,
                    failures,
                    new Measure.Sum("revenue", AMOUNT, Condition.always()),
                    new Measure.Quotient(
                        "mean",
                        new Measure.Sum("mean_sum", AMOUNT, Condition.always()),
                        new Measure.Count("mean_count", Optional.of(AMOUNT), Condition.always())),
                    new Measure.Quotient("failure_rate", failures, sales))));
    assertThat(view.keyColumns()).containsExactly("status", "data_page");
    assertThat(view.stateColumns())
        .containsExactly("sales", "failed", "revenue", "mean_sum", "mean_count");
    assertThat(view.measureColumns())
        .containsExactly("sales", "failed", "revenue", "mean", "failure_rate");
  }

  @Test
  void everyErrorIsReportedAtOnceWithFileAndLine() {
    String broken =
        YAML.replace("partitions: 3", "partitions: none")
            .replace("format: json", "format: xml")
            .replace("id: id", "id: quantity")
            .replace("window: month", "window: fortnight")
            .replace("[status, data.page]", "[statsu, rating]")
            .replace("topic:", "tpoic:");

    assertThatThrownBy(() -> parse(broken))
        .isInstanceOf(LambdaException.class)
        .satisfies(e ->
            assertThat(String.valueOf(e.getMessage()).lines())
                .anyMatch(line ->
                    line.startsWith("sales.yaml:2: unknown property 'tpoic'; known: format"))
                .anyMatch(line -> line.startsWith("sales.yaml:1: 'topic' is missing"))
                .anyMatch(line ->
                    line.startsWith(
                        "sales.yaml:3: 'partitions' must be a positive whole number, but is \"none\""))
                .anyMatch(
                    line -> line.startsWith("sales.yaml:4: 'format' must be json, but is \"xml\""))
                .anyMatch(line ->
                    line.startsWith(
                        "sales.yaml:6: 'id' must be a string field that is never null; 'quantity' is a long"))
                .anyMatch(line ->
                    line.startsWith(
                        "sales.yaml:15: 'window' must be one of day, hour, minute, month, but is"))
                .anyMatch(line ->
                    line.startsWith(
                        "sales.yaml:17: the schema has no field 'statsu'; it has id, at,"))
                .anyMatch(line -> line.startsWith("sales.yaml:17: 'rating' is a double"))
                .hasSize(8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "revenue: { sum: amount }      | revenue: { median: amount }      | 21 | unknown property 'median'",
        "revenue: { sum: amount }      | revenue: { sum: rating }         | 21 | 'rating' is a double, whose sum depends",
        "revenue: { sum: amount }      | revenue: { sum: status }         | 21 | 'status' must be a number, but is a string",
        "revenue: { sum: amount }      | revenue: { uniques: rating }     | 21 | 'uniques' needs a string, int or long field; 'rating' is a double",
        "revenue: { sum: amount }      | revenue: { sum: a, max: b }      | 21 | exactly one of count, sum",
        "revenue: { sum: amount }      | revenue: total                   | 21 | this is \"total\"",
        "revenue: { sum: amount }      | window_start: { sum: amount }    | 14 | the column 'window_start' is taken",
        "ratio: [failed, sales]        | ratio: [failed, profit]          | 23 | 'profit', which is not a count or sum declared above",
        "field: amount, lt: 1.5        | field: amount, lt: 1.005         | 16 | 'amount' is a decimal(18,2) and cannot be compared with 1.005",
        "field: amount, lt: 1.5        | field: amount, lt: cheap         | 16 | cannot be compared with \"cheap\"",
        "field: amount, lt: 1.5        | field: status, lt: paid          | 16 | 'status' is a string and has no order",
        "field: amount, lt: 1.5        | field: status, eq: 5             | 16 | cannot be compared with 5; put text in quotes",
        "field: amount, lt: 1.5        | field: amount, lt: 1, gt: 0      | 16 | exactly one of",
        "field: amount, lt: 1.5        | amount: 1.5                      | 16 | unknown property 'amount'",
        "pattern: '[a-z]+'             | pattern: '(?=a)'                 | 11 | 'pattern' is not a valid RE2 pattern",
        "range: { min: 1, max: 99 }    | range: { low: 1 }                | 10 | unknown property 'low'; known: max, min",
        "raw_sink: sales               | user: amount                     | 12 | 'user' must be a string or long field; 'amount' is a decimal(18,2)",
        "raw_sink: sales               | user: nobody                     | 12 | the schema has no field 'nobody'",
        "raw_sink: sales               | raw_sink: Sales                  | 12 | 'Sales' is not a valid name",
        "raw_sink: sales               | raw_sink: flyway_schema_history | 12 | must not be the reserved table",
        "view: sales_per_month         | view: sales_partials            | 14 | names that end in _partials are reserved",
        "group_by: [status, data.page] | group_by: status                 | 17 | 'group_by' must be a list of fields",
        "mean: { avg: amount }         | sales: { avg: amount }           | 22 | 'sales' is declared twice",
      })
  void eachErrorNamesItsLineAndHowToFixIt(String from, String to, int line, String message) {
    assertThatThrownBy(() -> parse(YAML.replace(from, to)))
        .isInstanceOf(LambdaException.class)
        .satisfies(e ->
            assertThat(String.valueOf(e.getMessage()).lines())
                .anyMatch(l -> l.startsWith("sales.yaml:" + line + ": ") && l.contains(message)));
  }

  @Test
  void whatIsNotYamlIsRefusedWithItsLine() {
    assertThatThrownBy(() -> parse("stream: [a\nb: c"))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("sales.yaml:2: not valid YAML");
    assertThatThrownBy(() -> parse("- a")).hasMessageContaining("must be a YAML mapping");
    assertThatThrownBy(() -> parse("a: &a [*a]")).hasMessageContaining("nested deeper");
  }

  @Test
  void unicodeMayStandAnywhereInALongFile() {
    for (int before = 1_020; before < 1_030; before++) {
      assertThat(parse("# " + "x".repeat(before) + "🎾\n" + YAML).name()).isEqualTo("sales");
    }
  }

  @Test
  void aTypeThatNoColumnHoldsIsRefusedWithTheLineOfTheSchema() {
    String schema =
        SCHEMA
            .replace("\"int\"", "{\"type\": \"array\", \"items\": \"int\"}")
            .replace("\"precision\": 18", "\"precision\": 19")
            .replace("\"page\", \"type\": \"string\"", "\"page\", \"type\": \"bytes\"");

    assertThatThrownBy(() -> new StreamParser("s.yaml", _ -> schema).parse(YAML))
        .hasMessageContaining("sales.avsc:5: field 'quantity' has the unsupported type")
        .hasMessageContaining("sales.avsc:7: field 'amount' has the unsupported type")
        .hasMessageContaining("sales.avsc:9: field 'data.page' has the unsupported type");
  }

  @Test
  void whatIsNotASchemaIsRefused() {
    assertThatThrownBy(() -> new StreamParser("s.yaml", _ -> "{\"type\":").parse(YAML))
        .hasMessageContaining("sales.avsc:1: not valid JSON: Unexpected end-of-input");
    assertThatThrownBy(() -> new StreamParser("s.yaml", _ -> "{\"type\":\"x\"}").parse(YAML))
        .hasMessageContaining("sales.avsc:1: not a valid Avro schema");
  }

  @Test
  void theStoredTextOfADefinitionStaysAsItIs() {
    StreamDefinition stream = parse(YAML);

    assertThat(stream.views().getFirst().fingerprint())
        .isEqualTo(
            "by month of [status, data.page], where not (amount lt 1.50 or data.page is null): sales = count(events), failed = count(events where (status eq 'failed')), revenue = sum(amount), mean = sum(amount) / count(amount), failure_rate = count(events where (status eq 'failed')) / count(events)");
    assertThat(stream.contract())
        .containsExactly(
            "id id",
            "time at",
            "field id string",
            "field at string",
            "field status string",
            "field quantity long",
            "field rating double or null",
            "field amount decimal(18,2)",
            "field data.page string or null",
            "rule quantity must be at least 1",
            "rule quantity must be at most 99",
            "rule status must be one of paid, failed",
            "rule status must match [a-z]+");
  }

  @Test
  void viewsThatComputeOtherFiguresHaveAnotherFingerprint() {
    String fingerprint = parse(YAML).views().getFirst().fingerprint();

    assertThat(parse(YAML + "# a comment\n").views().getFirst().fingerprint())
        .isEqualTo(fingerprint);
    for (String change : List.of("month|day", "lt: 1.5|lte: 1.5", "sum: amount|max: amount")) {
      String[] fromTo = change.split("\\|", 2);
      assertThat(parse(YAML.replace(fromTo[0], fromTo[1])).views().getFirst().fingerprint())
          .isNotEqualTo(fingerprint);
    }
  }
}
