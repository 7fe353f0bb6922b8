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
  void readsAStreamWithItsSchemaRulesAndSink() {
    StreamDefinition stream = parse(YAML);

    assertThat(stream.topic()).isEqualTo("sales");
    assertThat(stream.partitions()).isEqualTo(3);
    assertThat(stream.time()).isEqualTo(new Field("at", new FieldType.StringType(), false));
    assertThat(stream.fields()).hasSize(7).contains(STATUS, QUANTITY, AMOUNT, PAGE);
    assertThat(stream.rawSink()).contains("sales");
    assertThat(stream.rules())
        .extracting(Constraint::demand)
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
  void everyFaultIsReportedAtOnceWithFileAndLine() {
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
                .anyMatch(line -> line.startsWith("sales.yaml:2: 'tpoic' is no property"))
                .anyMatch(line -> line.startsWith("sales.yaml:1: topic: is missing"))
                .anyMatch(line -> line.startsWith("sales.yaml:3: partitions: must be a whole"))
                .anyMatch(line -> line.startsWith("sales.yaml:4: format: 'xml' must be one of"))
                .anyMatch(line -> line.startsWith("sales.yaml:6: id: 'quantity' must be a string"))
                .anyMatch(line -> line.startsWith("sales.yaml:15: window: 'fortnight' must be"))
                .anyMatch(line -> line.startsWith("sales.yaml:17: 'statsu' is no field"))
                .anyMatch(line -> line.startsWith("sales.yaml:17: 'rating' is a floating-point"))
                .hasSize(8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "revenue: { sum: amount }      | revenue: { median: amount }      | 21 | 'median' is no property here",
        "revenue: { sum: amount }      | revenue: { sum: rating }         | 21 | 'rating' is a floating-point number",
        "revenue: { sum: amount }      | revenue: { sum: status }         | 21 | 'status' is no number, but a string",
        "revenue: { sum: amount }      | revenue: { uniques: rating }     | 21 | it goes with string, int and long",
        "revenue: { sum: amount }      | revenue: { sum: a, max: b }      | 21 | exactly one of count, sum",
        "revenue: { sum: amount }      | revenue: total                   | 21 | 'total' is no measure",
        "revenue: { sum: amount }      | window_start: { sum: amount }    | 14 | the column 'window_start' is taken",
        "ratio: [failed, sales]        | ratio: [failed, profit]          | 23 | 'profit' is no count or sum",
        "field: amount, lt: 1.5        | field: amount, lt: 1.005         | 16 | '1.005' is no constant of type decimal(18,2)",
        "field: amount, lt: 1.5        | field: amount, lt: cheap         | 16 | 'cheap' is no constant",
        "field: amount, lt: 1.5        | field: status, lt: paid          | 16 | has no order here",
        "field: amount, lt: 1.5        | field: status, eq: 5             | 16 | put text into quotes",
        "field: amount, lt: 1.5        | field: amount, lt: 1, gt: 0      | 16 | exactly one of",
        "field: amount, lt: 1.5        | amount: 1.5                      | 16 | 'amount' is no property here",
        "pattern: '[a-z]+'             | pattern: '(?=a)'                 | 11 | RE2 syntax",
        "range: { min: 1, max: 99 }    | range: { low: 1 }                | 10 | 'low' is no property",
        "raw_sink: sales               | user: amount                     | 12 | user: 'amount' must be a string or a long",
        "raw_sink: sales               | user: nobody                     | 12 | 'nobody' is no field of the schema",
        "raw_sink: sales               | raw_sink: Sales                  | 12 | 'Sales' is no name",
        "raw_sink: sales               | raw_sink: flyway_schema_history | 12 | is not yours to write to",
        "view: sales_per_month         | view: sales_partials            | 14 | names that end in _partials are taken",
        "group_by: [status, data.page] | group_by: status                 | 17 | group_by: must be a list of fields",
        "mean: { avg: amount }         | sales: { avg: amount }           | 22 | 'sales' is declared twice",
      })
  void eachFaultNamesItsLineAndHowToMendIt(String from, String to, int line, String message) {
    assertThatThrownBy(() -> parse(YAML.replace(from, to)))
        .isInstanceOf(LambdaException.class)
        .satisfies(e ->
            assertThat(String.valueOf(e.getMessage()).lines())
                .anyMatch(l -> l.startsWith("sales.yaml:" + line + ": ") && l.contains(message)));
  }

  @Test
  void whatIsNoYamlIsRefusedWithItsLine() {
    assertThatThrownBy(() -> parse("stream: [a\nb: c"))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("sales.yaml:2: is not YAML");
    assertThatThrownBy(() -> parse("- a")).hasMessageContaining("is not a YAML mapping");
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
        .hasMessageContaining("sales.avsc:5: field 'quantity' has type")
        .hasMessageContaining("sales.avsc:7: field 'amount' has type")
        .hasMessageContaining("sales.avsc:9: field 'data.page' has type");
  }

  @Test
  void whatIsNoSchemaIsRefused() {
    assertThatThrownBy(() -> new StreamParser("s.yaml", _ -> "{\"type\":").parse(YAML))
        .hasMessageContaining("sales.avsc:1: is not YAML");
    assertThatThrownBy(() -> new StreamParser("s.yaml", _ -> "{\"type\":\"x\"}").parse(YAML))
        .hasMessageContaining("sales.avsc:1: is no Avro schema");
  }

  @Test
  void whatIsStoredOfADefinitionIsTextForPeopleAndStaysAsItIs() {
    StreamDefinition stream = parse(YAML);

    assertThat(stream.views().getFirst().fingerprint())
        .isEqualTo(
            "by month of [status, data.page], where not (amount lt 1.50 or data.page is null): sales = count(events), failed = count(events where (status eq 'failed')), revenue = sum(amount), mean = sum(amount) / count(amount), failure_rate = count(events where (status eq 'failed')) / count(events)");
    assertThat(stream.contract())
        .contains(
            "id id",
            "time at",
            "field amount decimal(18,2)",
            "field data.page string or null",
            "rule quantity must be at least 1",
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
