package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// Which hour of which stream: `{"stream":"pageviews","hour":"2026-11-21T04:00:00Z"}`.
///
/// @param hour its start, ISO-8601, in UTC
public record HourInput(String stream, String hour) {
  private static final String EXAMPLE =
      "{\"stream\":\"pageviews\",\"hour\":\"2026-11-21T04:00:00Z\"}";
  private static final Hour PLACEHOLDER = Hour.of(Instant.EPOCH);

  /// @throws LambdaException of category bad input, naming every fault and showing the right form
  public static HourInput parse(@Nullable JsonNode input) {
    return InputReader.read(
        input,
        EXAMPLE,
        reader ->
            new HourInput(reader.string("stream"), reader.hour("hour", PLACEHOLDER).toString()));
  }

  /// What [#parse] reads.
  public JsonNode toJson() {
    return JsonNodeFactory.instance.objectNode().put("stream", stream).put("hour", hour);
  }

  public Hour asHour() {
    return Hour.parse(hour);
  }
}
