package lambda.core.parse;

import static lambda.core.parse.Sales.YAML;
import static lambda.core.parse.Sales.parse;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
import lambda.core.definition.TimeLimit;
import lambda.core.definition.ViewDefinition;
import lambda.core.definition.Window;
import org.junit.jupiter.api.Test;

class StreamParserTest {
  private static final Field STATUS = new Field("status", new FieldType.StringType(), false);
  private static final Field QUANTITY = new Field("quantity", new FieldType.LongType(), false);
  private static final Field AMOUNT = new Field("amount", new FieldType.DecimalType(18, 2), false);
  private static final Field PAGE = new Field("data.page", new FieldType.StringType(), true);

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
  void readsTheTimeLimitAndKnowsItsDefaults() {
    assertThat(parse(YAML).timeLimit()).isEqualTo(TimeLimit.DEFAULT);
    assertThat(parse(YAML + "time_limit: { past: P30D, future: PT0S }").timeLimit())
        .isEqualTo(new TimeLimit(Duration.ofDays(30), Duration.ZERO));
    assertThat(parse(YAML + "time_limit: { future: PT2H }").timeLimit())
        .isEqualTo(new TimeLimit(TimeLimit.DEFAULT.past(), Duration.ofHours(2)));
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
  void unicodeMayAppearAnywhereInALongFile() {
    for (int before = 1_020; before < 1_030; before++) {
      assertThat(parse("# " + "x".repeat(before) + "🎾\n" + YAML).name()).isEqualTo("sales");
    }
  }

  @Test
  void theStoredTextOfADefinitionStaysAsItIs() {
    StreamDefinition stream = parse(YAML);

    assertThat(stream.views().getFirst().fingerprint())
        .isEqualTo(
            "by month of [status, data.page], where not (amount lt 1.50 or data.page is null): sales = count(events), failed = count(events where (status eq 'failed')), revenue = sum(amount), mean = sum(amount) / count(amount), failure_rate = count(events where (status eq 'failed')) / count(events)");
    assertThat(stream.contract().lines())
        .containsExactly(
            "topic sales",
            "key id",
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
