package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Which projection: `{"view":"pageviews_per_minute"}`, or of a raw sink
/// `{"view":"raw/transactions"}`.
public record ViewInput(String view) {

  /// @throws LambdaException of category bad input, naming every fault and showing the right form
  public static ViewInput parse(@Nullable JsonNode input) {
    return InputReader.read(
        input,
        "{\"view\":\"pageviews_per_minute\"}",
        reader -> new ViewInput(reader.string("view")));
  }
}
