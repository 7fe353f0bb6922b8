package lambda.workflows.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamInputTest {
  private static final String EXAMPLE = "{\"stream\":\"pageviews\"}";

  @Test
  void readsTheStream() {
    assertThat(StreamInput.parse(Json.of("{\"stream\":\"pageviews\"}")))
        .isEqualTo(new StreamInput("pageviews"));
  }

  @Test
  void readsWhatItWrites() {
    StreamInput input = new StreamInput("pageviews");

    assertThat(StreamInput.parse(input.toJson())).isEqualTo(input);
  }

  @Test
  void refusesNoInputAtAll() {
    assertThatThrownBy(() -> StreamInput.parse(null))
        .hasMessage("the input must be a JSON object; write --input '" + EXAMPLE + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
          []                         | the input must be a JSON object
          null                       | the input must be a JSON object
          "pageviews"                | the input must be a JSON object
          {}                         | 'stream' is missing
          {"stream":null}            | 'stream' is missing
          {"stream":7}               | 'stream' must be a string
          {"stream":""}              | 'stream' must not be empty
          {"Stream":"pageviews"}     | 'stream' is missing; unknown property 'Stream'; known: stream
          {"stream":"p","a":1,"b":2} | unknown property 'a'; known: stream; unknown property 'b'; known: stream
""")
  void refusesAnInvalidInputAndNamesEveryFault(String input, String faults) {
    assertThatThrownBy(() -> StreamInput.parse(Json.of(input)))
        .isInstanceOfSatisfying(
            LambdaException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_INPUT))
        .hasMessage(faults + "; write --input '" + EXAMPLE + "'");
  }
}
