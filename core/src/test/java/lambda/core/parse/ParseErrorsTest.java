package lambda.core.parse;

import static lambda.core.parse.Sales.SCHEMA;
import static lambda.core.parse.Sales.YAML;
import static lambda.core.parse.Sales.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The errors in a stream definition, as a user sees them.
class ParseErrorsTest {
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
        "raw_sink: sales               | time_limit: 5                    | 12 | must be a mapping with future, past, but is 5",
        "raw_sink: sales               | time_limit: { past: 10 }         | 12 | 'past' must be a duration from PT0S to P3660000D in days, hours, minutes and seconds, such as P30D or PT12H, but is 10",
        "raw_sink: sales               | time_limit: { future: -PT1S }    | 12 | 'future' must be a duration from PT0S to P3660000D",
        "raw_sink: sales               | time_limit: { past: P3660001D }  | 12 | 'past' must be a duration from PT0S to P3660000D",
        "raw_sink: sales               | time_limit: { past: P10Y }       | 12 | 'past' must be a duration from PT0S to P3660000D",
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
  void invalidYamlIsRefusedWithItsLine() {
    assertThatThrownBy(() -> parse("stream: [a\nb: c"))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("sales.yaml:2: not valid YAML");
    assertThatThrownBy(() -> parse("- a")).hasMessageContaining("must be a YAML mapping");
    assertThatThrownBy(() -> parse("a: &a [*a]")).hasMessageContaining("nested deeper");
  }

  @Test
  void aTypeThatNoColumnHoldsIsRefusedWithTheLineOfTheSchema() {
    String schema =
        SCHEMA
            .replace("\"int\"", "{\"type\": \"array\", \"items\": \"int\"}")
            .replace("\"precision\": 18", "\"precision\": 19")
            .replace("\"page\", \"type\": \"string\"", "\"page\", \"type\": \"bytes\"");

    assertThatThrownBy(() -> Sales.parse(YAML, schema))
        .hasMessageContaining("sales.avsc:5: field 'quantity' has the unsupported type")
        .hasMessageContaining("sales.avsc:7: field 'amount' has the unsupported type")
        .hasMessageContaining("sales.avsc:9: field 'data.page' has the unsupported type");
  }

  @Test
  void anInvalidSchemaIsRefused() {
    assertThatThrownBy(() -> Sales.parse(YAML, "{\"type\":"))
        .hasMessageContaining("sales.avsc:1: not valid JSON: Unexpected end-of-input");
    assertThatThrownBy(() -> Sales.parse(YAML, "{\"type\":\"x\"}"))
        .hasMessageContaining("sales.avsc:1: not a valid Avro schema");
  }
}
