package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// Which hours of which stream:
/// `{"stream":"pageviews","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z"}`, and how many
/// of them at once, as in `"parallelism":2`.
///
/// @param from the first hour, ISO-8601, in UTC
/// @param to the hour after the last one
public record RangeInput(String stream, String from, String to, int parallelism) {
  private static final String EXAMPLE =
      "{\"stream\":\"pageviews\",\"from\":\"2026-11-21T04:00:00Z\",\"to\":\"2026-11-22T00:00:00Z\",\"parallelism\":2}";
  private static final String PARALLELISM = "parallelism";
  private static final int USUAL_PARALLELISM = 2;
  private static final int MOST_PARALLELISM = 16;

  /// @throws LambdaException of category bad input, naming what is wrong and showing the right form
  public static RangeInput parse(@Nullable JsonNode input) {
    JsonNode rest = input;
    int parallelism = USUAL_PARALLELISM;
    if (input instanceof ObjectNode object && object.has(PARALLELISM)) {
      parallelism = parallelism(object.path(PARALLELISM));
      rest = object.deepCopy().without(PARALLELISM);
    }
    List<String> values = InputReader.texts(rest, List.of("stream", "from", "to"), EXAMPLE);
    Hour from = Hour.parse(values.get(1));
    Hour to = Hour.parse(values.get(2));
    if (!to.isAfter(from)) {
      throw LambdaException.badInput(
          "'from' %s is not before 'to' %s; write --input '%s'".formatted(from, to, EXAMPLE));
    }
    return new RangeInput(values.getFirst(), from.toString(), to.toString(), parallelism);
  }

  private static int parallelism(JsonNode value) {
    if (!value.isInt() || value.asInt() < 1 || value.asInt() > MOST_PARALLELISM) {
      throw LambdaException.badInput(
          "'parallelism' must be a whole number from 1 to %d; write --input '%s'"
              .formatted(MOST_PARALLELISM, EXAMPLE));
    }
    return value.asInt();
  }

  /// The same range from a later hour on.
  public RangeInput startingAt(String hour) {
    return new RangeInput(stream, hour, to, parallelism);
  }

  public Hour fromHour() {
    return Hour.parse(from);
  }

  public Hour toHour() {
    return Hour.parse(to);
  }
}
