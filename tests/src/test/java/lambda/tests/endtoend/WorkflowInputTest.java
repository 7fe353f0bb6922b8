package lambda.tests.endtoend;

import static lambda.tests.stack.TestStack.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.client.WorkflowFailedException;
import java.util.Map;
import lambda.tests.stack.Schedules;
import lambda.tests.stack.SharedStack;
import lambda.tests.stack.TestStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Workflows started as users start them: an invalid input fails at once and says why.
@ExtendWith({SealedHours.Extension.class, SharedStack.Extension.class})
class WorkflowInputTest {
  private final TestStream stream;

  WorkflowInputTest(SharedStack shared) {
    stream = shared.stream(STREAM);
  }

  private void assertRefused(String type, Map<String, Object> input, String message) {
    assertThatThrownBy(() -> stream.run(type, input))
        .isInstanceOf(WorkflowFailedException.class)
        .cause()
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nothing   | 2026-11-21T04:00:00Z | there is no stream 'nothing'",
        "pageviews | 2100-01-01T00:00:00Z | hour 2100-01-01T00:00:00Z of pageviews is not over: it ends at 2100-01-01T01:00:00Z",
        "pageviews | 2020-01-01T00:00:00Z | hour 2020-01-01T00:00:00Z of pageviews has no data",
        "pageviews | 04:00                | 'hour' must be the start of an hour in UTC",
      })
  void anInvalidHourIsRefused(String name, String hour, String message) {
    assertRefused("LambdaHour", Map.of("stream", name, "hour", hour), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Backfill", "CompactHours"})
  void anInvalidRangeIsRefused(String type) {
    Map<String, Object> range = stream.range();
    Object from = range.getOrDefault("from", "");
    Object to = range.getOrDefault("to", "");

    assertRefused(type, Map.of("stream", STREAM, "from", to, "to", from), "is not before 'to'");
    assertRefused(
        type, Map.of("stream", "nothing", "from", from, "to", to), "there is no stream 'nothing'");
  }

  @Test
  void anInvalidErasureIsRefused() {
    assertRefused("EraseUser", Map.of("stream", "erased"), "'user' is missing");
    assertRefused(
        "EraseUser", Map.of("stream", "nothing", "user", "u"), "there is no stream 'nothing'");
  }

  @Test
  void hourlyScheduleIsThereAndFindsNothingToSeal(SealedHours sealed) {
    JsonNode sealedNow = stream.run("SealHours", Map.of("stream", STREAM));

    assertThat(sealedNow).isEmpty();
    assertThat(Schedules.ids(sealed.stack().localStack().temporal()))
        .contains("seal-hours-" + STREAM);
  }
}
