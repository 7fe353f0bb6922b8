package lambda.workflows.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import lambda.core.failure.Category;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeInputTest {
  private static final String EXAMPLE =
      "{\"stream\":\"pageviews\",\"from\":\"2026-11-21T04:00:00Z\",\"to\":\"2026-11-22T00:00:00Z\",\"parallelism\":2}";

  @Test
  void readsARangeAndProcessesTwoHoursAtATimeUnlessToldOtherwise() {
    RangeInput input =
        RangeInput.parse(
            Json.of(
                """
                {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z"}\
                """));

    assertThat(input)
        .isEqualTo(new RangeInput("p", "2026-11-21T04:00:00Z", "2026-11-22T00:00:00Z", 2));
    assertThat(input.range()).isSameAs(input);
    assertThat(input.fromHour()).hasToString("2026-11-21T04:00:00Z");
    assertThat(input.toHour()).hasToString("2026-11-22T00:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void takesAParallelismFrom1To16(int parallelism) {
    assertThat(
            RangeInput.parse(
                    Json.of(
                        """
                        {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z","parallelism":%d}\
                        """
                            .formatted(parallelism)))
                .parallelism())
        .isEqualTo(parallelism);
  }

  @Test
  void canStartAtALaterHourAndKeepsItsOtherProperties() {
    assertThat(
            RangeInput.startingAt(
                Json.of("{\"stream\":\"p\",\"from\":\"a\",\"to\":\"z\",\"reason\":\"r\"}"), "m"))
        .isEqualTo(Json.of("{\"stream\":\"p\",\"from\":\"m\",\"to\":\"z\",\"reason\":\"r\"}"));
  }

  /// An activity takes it, so its JSON is stored in histories.
  @Test
  void isStoredWithItsFourProperties() {
    assertThat(JsonMapper.builder().build().<JsonNode>valueToTree(RangeInput.all("p")))
        .isEqualTo(
            Json.of(
                """
                {"stream":"p","from":"1970-01-01T00:00:00Z","to":"9999-12-31T23:00:00Z","parallelism":2}\
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
          []                                                                                                 | the input must be a JSON object
          {}                                                                                                 | 'from' is missing; 'to' is missing; 'stream' is missing
          {"stream":"p","from":"a","to":"b"}                                                                 | 'from' must be the start of an hour in UTC such as 2026-11-21T04:00:00Z, but is "a"; 'to' must be the start of an hour in UTC such as 2026-11-21T04:00:00Z, but is "b"
          {"stream":"p","from":"2026-11-21T04:00:00Z","to":"2026-11-21T04:00:00Z"}                           | 'from' 2026-11-21T04:00:00Z is not before 'to' 2026-11-21T04:00:00Z
          {"stream":"p","from":"2026-11-21T05:00:00Z","to":"2026-11-21T04:00:00Z","x":0}                     | 'from' 2026-11-21T05:00:00Z is not before 'to' 2026-11-21T04:00:00Z; unknown property 'x'; known: from, to, stream, parallelism
          {"stream":"p","from":"2026-11-21T03:00:00Z","to":"2026-11-21T04:00:00Z","parallelism":0}           | 'parallelism' must be a whole number from 1 to 16, but is 0
          {"stream":"p","from":"2026-11-21T03:00:00Z","to":"2026-11-21T04:00:00Z","parallelism":17}          | 'parallelism' must be a whole number from 1 to 16, but is 17
          {"stream":"p","from":"2026-11-21T03:00:00Z","to":"2026-11-21T04:00:00Z","parallelism":1.5}         | 'parallelism' must be a whole number from 1 to 16, but is 1.5
          {"stream":"p","from":"2026-11-21T03:00:00Z","to":"2026-11-21T04:00:00Z","parallelism":"two"}       | 'parallelism' must be a whole number from 1 to 16, but is "two"
          {"stream":"p","from":"2026-11-21T03:00:00Z","to":"2026-11-21T04:00:00Z","parallelism":99999999999} | 'parallelism' must be a whole number from 1 to 16, but is 99999999999
""")
  void refusesAnInvalidInputAndNamesEveryFault(String input, String faults) {
    assertThatThrownBy(() -> RangeInput.parse(Json.of(input)))
        .isInstanceOfSatisfying(
            LambdaException.class, e -> assertThat(e.category()).isEqualTo(Category.BAD_INPUT))
        .hasMessage(faults + "; write --input '" + EXAMPLE + "'");
  }
}
