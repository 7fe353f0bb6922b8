package lambda.workflows.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HourInputTest {
  private static final String EXAMPLE =
      "{\"stream\":\"pageviews\",\"hour\":\"2026-11-21T04:00:00Z\"}";

  @Test
  void readsStreamAndHour() {
    HourInput input =
        HourInput.parse(Json.of("{\"stream\":\"pageviews\",\"hour\":\"2026-11-21T04:00:00Z\"}"));

    assertThat(input).isEqualTo(new HourInput("pageviews", "2026-11-21T04:00:00Z"));
    assertThat(input.asHour()).hasToString("2026-11-21T04:00:00Z");
  }

  @Test
  void writesAnHourInOneForm() {
    assertThat(
            HourInput.parse(Json.of("{\"stream\":\"p\",\"hour\":\"2026-11-21T06:00:00+02:00\"}")))
        .isEqualTo(new HourInput("p", "2026-11-21T04:00:00Z"));
  }

  @Test
  void readsWhatItWrites() {
    HourInput input = new HourInput("pageviews", "2026-11-21T04:00:00Z");

    assertThat(HourInput.parse(input.toJson())).isEqualTo(input);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
          []                                           | the input must be a JSON object
          {}                                           | 'stream' is missing; 'hour' is missing
          {"stream":"p","hour":""}                     | 'hour' must not be empty
          {"stream":"p","hour":4}                      | 'hour' must be a string
          {"stream":1,"hour":"yesterday","x":1}        | 'stream' must be a string; 'hour' must be the start of an hour in UTC such as 2026-11-21T04:00:00Z, but is "yesterday"; unknown property 'x'; known: stream, hour
          {"stream":"p","hour":"2026-11-21T04:30:00Z"} | 'hour' must be the start of an hour in UTC such as 2026-11-21T04:00:00Z, but is "2026-11-21T04:30:00Z"
""")
  void refusesAnInvalidInputAndNamesEveryFault(String input, String faults) {
    assertThatThrownBy(() -> HourInput.parse(Json.of(input)))
        .isInstanceOfSatisfying(
            LambdaException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_INPUT))
        .hasMessage(faults + "; write --input '" + EXAMPLE + "'");
  }
}
