package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// Which hour of which stream: `{"stream":"pageviews","hour":"2026-11-21T04:00:00Z"}`.
///
/// @param hour its start, ISO-8601, in UTC
public record HourInput(String stream, String hour) {
  private static final String EXAMPLE =
      "{\"stream\":\"pageviews\",\"hour\":\"2026-11-21T04:00:00Z\"}";

  /// @throws LambdaException of category bad input, naming what is wrong and showing the right form
  public static HourInput parse(@Nullable JsonNode input) {
    List<String> values = InputReader.texts(input, List.of("stream", "hour"), EXAMPLE);
    return new HourInput(values.get(0), Hour.parse(values.get(1)).toString());
  }

  public Hour asHour() {
    return Hour.parse(hour);
  }
}
