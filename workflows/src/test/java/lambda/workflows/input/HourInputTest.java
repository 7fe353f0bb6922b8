package lambda.workflows.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import lambda.core.failure.LambdaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HourInputTest {
  private static JsonNode json(String text) throws JsonProcessingException {
    return JsonMapper.builder().build().readTree(text);
  }

  @Test
  void readsStreamAndHour() throws JsonProcessingException {
    assertThat(
            HourInput.parse(json("{\"stream\":\"pageviews\",\"hour\":\"2026-11-21T04:00:00Z\"}")))
        .isEqualTo(new HourInput("pageviews", "2026-11-21T04:00:00Z"));
  }

  @Test
  void noInputIsRefusedWithAnExample() {
    assertThatThrownBy(() -> HourInput.parse(null))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("--input '{\"stream\":\"pageviews\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                                      | must be one JSON object",
        "\"pageviews\"                                           | must be one JSON object",
        "{}                                                      | 'stream' must be a text; 'hour' must be a text",
        "{\"stream\":1,\"hour\":\"2026-11-21T04:00:00Z\"}        | 'stream' must be a text",
        "{\"stream\":\"p\",\"hour\":\"2026-11-21T04:00:00Z\",\"x\":1} | 'x' is not known",
        "{\"stream\":\"p\",\"hour\":\"yesterday\"}               | 'yesterday' is not an hour",
      })
  void whatIsNoInputIsRefusedWithItsFault(String text, String fault)
      throws JsonProcessingException {
    JsonNode input = json(text);

    assertThatThrownBy(() -> HourInput.parse(input))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining(fault);
  }
}
