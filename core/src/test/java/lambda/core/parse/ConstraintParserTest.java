package lambda.core.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lambda.core.Pageviews;
import lambda.core.definition.Condition;
import lambda.core.definition.Condition.Operator;
import lambda.core.definition.Constant;
import lambda.core.definition.Constraint;
import lambda.core.definition.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintParserTest {
  private static final Field PRICE = Pageviews.PRICE;

  private static List<Constraint> parse(String constraint) {
    ParseErrors errors = new ParseErrors();
    YamlNode node = YamlNode.mapping("s.yaml", "quality: [ %s ]".formatted(constraint));
    List<Constraint> constraints =
        new ConstraintParser(Pageviews.stream().fields(), errors)
            .parse(node.get("quality").orElseThrow());
    errors.check();
    return constraints;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ field: price, required: true }           | be there",
        "{ field: price, range: { min: 0.5 } }      | be at least 0.5",
        "{ field: price, range: { max: 10 } }       | be at most 10",
        "{ field: postcode, one_of: [SW19, E1] }    | be one of SW19, E1",
        "{ field: postcode, pattern: '[A-Z]+' }     | match [A-Z]+",
      })
  void theRequirementIsStoredAsItIs(String constraint, String requirement) {
    assertThat(parse(constraint)).extracting(Constraint::requirement).containsExactly(requirement);
  }

  @Test
  void aBoundAllowsNull() {
    Condition atLeast =
        new Condition.Comparison(PRICE, Operator.GTE, new Constant.ExactValue(50, 2));

    assertThat(parse("{ field: price, range: { min: 0.5 } }"))
        .containsExactly(
            new Constraint.Check(
                PRICE,
                new Condition.Or(List.of(new Condition.IsNull(PRICE), atLeast)),
                "be at least 0.5"));
  }

  @Test
  void aFieldThatIsNotRequiredNeedsNoConstraint() {
    assertThat(parse("{ field: price, required: false }")).isEmpty();
  }
}
