package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Objects;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// Which hours of which stream:
/// `{"stream":"pageviews","from":"2026-11-21T04:00:00Z","to":"2026-11-22T00:00:00Z"}`, and how many
/// of them at the same time: `"parallelism":2`.
///
/// @param from the first hour, ISO-8601, in UTC
/// @param to the hour after the last one
public record RangeInput(String stream, String from, String to, int parallelism)
    implements RangedInput {
  private static final String EXAMPLE =
      "{\"stream\":\"pageviews\",\"from\":\"2026-11-21T04:00:00Z\",\"to\":\"2026-11-22T00:00:00Z\",\"parallelism\":2}";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final Hour FIRST = Hour.of(Instant.EPOCH);
  private static final Hour LAST = Hour.parse("9999-12-31T23:00:00Z");
  private static final int USUAL_PARALLELISM = 2;
  private static final int MAX_PARALLELISM = 16;

  /// @throws LambdaException of category bad input, naming every fault and showing the right form
  public static RangeInput parse(@Nullable JsonNode input) {
    return InputReader.read(input, EXAMPLE, RangeInput::bind);
  }

  /// Reads a range that spans all hours unless it has bounds.
  ///
  /// @throws LambdaException of category bad input, naming every fault and showing the right form
  public static RangeInput parseOptional(@Nullable JsonNode input) {
    return InputReader.read(input, EXAMPLE, RangeInput::bindOptional);
  }

  /// Reads a range whose bounds are required.
  static RangeInput bind(InputReader input) {
    return bind(input, input.hour(FROM, FIRST), input.hour(TO, LAST));
  }

  /// Reads a range that spans all hours unless it has bounds.
  static RangeInput bindOptional(InputReader input) {
    return bind(input, input.optionalHour(FROM, FIRST), input.optionalHour(TO, LAST));
  }

  private static RangeInput bind(InputReader input, Hour from, Hour to) {
    input.require(to.isAfter(from), "'from' %s is not before 'to' %s".formatted(from, to));
    return new RangeInput(
        input.string("stream"),
        from.toString(),
        to.toString(),
        input.count("parallelism", USUAL_PARALLELISM, MAX_PARALLELISM));
  }

  /// All hours of a stream.
  public static RangeInput all(String stream) {
    return new RangeInput(stream, FIRST.toString(), LAST.toString(), USUAL_PARALLELISM);
  }

  /// The input of a workflow over a range, from a later hour on.
  ///
  /// @param input one that was parsed without faults
  public static JsonNode startingAt(@Nullable JsonNode input, String hour) {
    return Objects.requireNonNull(input).<ObjectNode>deepCopy().put(FROM, hour);
  }

  @Override
  public RangeInput range() {
    return this;
  }

  public Hour fromHour() {
    return Hour.parse(from);
  }

  public Hour toHour() {
    return Hour.parse(to);
  }
}
