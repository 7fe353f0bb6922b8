package lambda.workflows.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EraseInputTest {
  private static final String EXAMPLE = "{\"stream\":\"pageviews\",\"user\":\"user-4711\"}";

  @Test
  void erasesFromAllHoursUnlessToldOtherwise() {
    assertThat(EraseInput.parse(Json.of("{\"stream\":\"pageviews\",\"user\":\"4711\"}")))
        .isEqualTo(new EraseInput(RangeInput.all("pageviews"), "4711"));
  }

  @Test
  void readsARange() {
    assertThat(
            EraseInput.parse(
                Json.of(
                    """
                    {"stream":"p","user":"u","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z","parallelism":3}\
                    """)))
        .isEqualTo(
            new EraseInput(
                new RangeInput("p", "2026-11-21T04:00:00Z", "2026-11-22T00:00:00Z", 3), "u"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
          []                              | the input must be a JSON object
          {}                              | 'stream' is missing; 'user' is missing
          {"stream":"p","user":4711}      | 'user' must be a string
          {"stream":"p","user":""}        | 'user' must not be empty
          {"stream":"p","to":7,"who":"u"} | 'to' must be a string; 'user' is missing; unknown property 'who'; known: from, to, stream, parallelism, user
""")
  void refusesAnInvalidInputAndNamesEveryFault(String input, String faults) {
    assertThatThrownBy(() -> EraseInput.parse(Json.of(input)))
        .isInstanceOfSatisfying(
            LambdaException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_INPUT))
        .hasMessage(faults + "; write --input '" + EXAMPLE + "'");
  }
}
