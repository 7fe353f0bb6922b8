package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Whom to erase: `{"stream":"pageviews","user":"user-4711"}`, a string whatever the type of the
/// stream's user field. From all hours, unless `"from"` and `"to"` limit them; `"parallelism"` as
/// in [RangeInput].
public record EraseInput(RangeInput range, String user) implements RangedInput {
  private static final String EXAMPLE = "{\"stream\":\"pageviews\",\"user\":\"user-4711\"}";

  /// @throws LambdaException of category bad input, naming every fault and showing the right form
  public static EraseInput parse(@Nullable JsonNode input) {
    return InputReader.read(
        input,
        EXAMPLE,
        reader -> new EraseInput(RangeInput.bindOptional(reader), reader.string("user")));
  }
}
