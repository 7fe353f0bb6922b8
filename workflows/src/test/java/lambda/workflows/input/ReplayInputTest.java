package lambda.workflows.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import lambda.batch.deadletter.ReplayRequest;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayInputTest {
  private static final String EXAMPLE =
      "{\"stream\":\"pageviews\",\"from\":\"2026-11-21T04:00:00Z\",\"to\":\"2026-11-22T00:00:00Z\",\"reason\":\"post_code\",\"replace\":{\"\\\"post_code\\\"\":\"\\\"postcode\\\"\"}}";

  private static final RangeInput RANGE =
      new RangeInput("p", "2026-11-21T04:00:00Z", "2026-11-22T00:00:00Z", 2);

  @Test
  void replaysAllDeadLettersAsTheyAreUnlessToldOtherwise() {
    assertThat(
            ReplayInput.parse(
                Json.of(
                    """
                    {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z"}\
                    """)))
        .isEqualTo(new ReplayInput(RANGE, new ReplayRequest("", Map.of())));
  }

  @Test
  void readsAReasonAndReplacements() {
    assertThat(
            ReplayInput.parse(
                Json.of(
                    """
                    {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z",
                     "reason":"post_code","replace":{"a":"b","c":""}}\
                    """)))
        .isEqualTo(
            new ReplayInput(RANGE, new ReplayRequest("post_code", Map.of("a", "b", "c", ""))));
  }

  @Test
  void replacementsKeepTheirOrder() {
    assertThat(
            ReplayInput.parse(
                    Json.of(
                        """
                        {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z",
                         "replace":{"z":"y","a":"b","y":"x","m":""}}\
                        """))
                .request()
                .replacements()
                .keySet())
        .containsExactly("z", "a", "y", "m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
          []                                                                                                | the input must be a JSON object
          {}                                                                                                | 'from' is missing; 'to' is missing; 'stream' is missing
          {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z","reason":7}               | 'reason' must be a string
          {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z","replace":"a"}            | 'replace' must be an object of strings such as {"old":"new"}
          {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z","replace":{"":"x"}}       | a key of 'replace' must not be empty
          {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z","replace":{"a":1,"b":[]}} | 'a' of 'replace' must be a string; 'b' of 'replace' must be a string
          {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z","reason":[],"x":1}        | 'reason' must be a string; unknown property 'x'; known: from, to, stream, parallelism, reason, replace
""")
  void refusesAnInvalidInputAndNamesEveryFault(String input, String faults) {
    assertThatThrownBy(() -> ReplayInput.parse(Json.of(input)))
        .isInstanceOfSatisfying(
            LambdaException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_INPUT))
        .hasMessage(faults + "; write --input '" + EXAMPLE + "'");
  }
}
