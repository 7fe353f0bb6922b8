package lambda.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lambda.core.Events;
import lambda.core.Pageviews;
import lambda.core.definition.Condition;
import lambda.core.definition.Condition.Operator;
import lambda.core.definition.Constant;
import lambda.core.definition.Constraint;
import lambda.core.definition.StreamDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConstraintCheckerTest {
  private static final Constraint NOT_NEGATIVE =
      new Constraint.Check(
          Pageviews.PRICE,
          new Condition.Comparison(Pageviews.PRICE, Operator.GTE, new Constant.ExactValue(0, 2)),
          "be at least 0");
  private static final Constraint PATH = new Constraint.Regex(Pageviews.REFERRER, "/[a-z]*");

  private static @Nullable String violation(String more, Constraint... constraints) {
    StreamDefinition plain = Pageviews.stream();
    StreamDefinition stream =
        new StreamDefinition(
            plain.name(),
            plain.topic(),
            plain.partitions(),
            plain.fields(),
            plain.id(),
            plain.time(),
            plain.timeLimit(),
            plain.key(),
            Optional.empty(),
            List.of(constraints),
            Optional.empty(),
            List.of());
    return new ConstraintChecker(stream).violation(Events.pageview(more));
  }

  @Test
  void anEventThatSatisfiesAllConstraintsHasNoViolation() {
    assertThat(violation("")).isNull();
    assertThat(violation(",\"price\":0,\"data\":{\"referrer\":\"/a\"}", NOT_NEGATIVE, PATH))
        .isNull();
  }

  @Test
  void aViolationNamesFieldRequirementAndValue() {
    assertThat(violation(",\"price\":-1", NOT_NEGATIVE))
        .isEqualTo("field 'price' must be at least 0, but is -1.00");
    assertThat(violation(",\"data\":{\"referrer\":\"/a b\"}", PATH))
        .isEqualTo("field 'data.referrer' must match /[a-z]*, but is \"/a b\"");
    assertThat(violation("", NOT_NEGATIVE))
        .isEqualTo("field 'price' must be at least 0, but is null");
  }

  @Test
  void theFirstViolationCounts() {
    assertThat(violation(",\"price\":-1,\"data\":{\"referrer\":\"x\"}", PATH, NOT_NEGATIVE))
        .startsWith("field 'data.referrer'");
  }

  @Test
  void nullMatchesEveryPatternAndLongValuesAreCut() {
    assertThat(violation("", PATH)).isNull();
    assertThat(violation(",\"data\":{\"referrer\":\"%s\"}".formatted("x".repeat(99)), PATH))
        .endsWith("but is \"" + "x".repeat(40) + "…\"");
  }
}
