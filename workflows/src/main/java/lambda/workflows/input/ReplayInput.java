package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import lambda.batch.deadletter.ReplayRequest;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Which dead letters to send again: those of a range (see [RangeInput]). With `"reason"`, only
/// those whose reason contains that text; with `"replace":{"\"post_code\"":"\"postcode\""}`, after
/// these replacements in their text.
public record ReplayInput(RangeInput range, ReplayRequest request) implements RangedInput {
  private static final String EXAMPLE =
      "{\"stream\":\"pageviews\",\"from\":\"2026-11-21T04:00:00Z\",\"to\":\"2026-11-22T00:00:00Z\",\"reason\":\"post_code\",\"replace\":{\"\\\"post_code\\\"\":\"\\\"postcode\\\"\"}}";

  /// @throws LambdaException of category bad input, naming every fault and showing the right form
  public static ReplayInput parse(@Nullable JsonNode input) {
    return InputReader.read(
        input,
        EXAMPLE,
        reader ->
            new ReplayInput(
                RangeInput.bind(reader),
                new ReplayRequest(reader.string("reason", ""), reader.strings("replace"))));
  }
}
