package lambda.core.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonErrorsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1   | Unexpected end-of-input: expected close marker for Object",
        "{\"a\":[1} | Unexpected close marker '}': expected ']'",
        "{\"a\":NaN} | Non-standard token 'NaN'",
        "{\"a\":\"\\q\"} | Unrecognized character escape 'q' (code 113)",
        "{\"a\":01} | Invalid numeric value: Leading zeroes not allowed",
      })
  void aMessageDoesNotReferToTheParser(String json, String message) {
    assertThat(message(json)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({"1_000, (1000)"})
  void aLimitIsNamedWithoutItsMethod(int limit, String end) {
    assertThat(message("[".repeat(limit + 1))).endsWith("exceeds the maximum allowed " + end);
  }

  private static String message(String json) {
    return JsonErrors.message(
        catchThrowableOfType(
            JsonProcessingException.class,
            () -> {
              try (JsonParser parser = new JsonFactory().createParser(json)) {
                while (parser.nextToken() != null) {
                  parser.getText();
                }
              }
            }));
  }
}
