package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Which stream: `{"stream":"pageviews"}`.
public record StreamInput(String stream) {

  /// @throws LambdaException of category bad input, naming what is wrong and showing the right form
  public static StreamInput parse(@Nullable JsonNode input) {
    return new StreamInput(
        InputReader.texts(input, List.of("stream"), "{\"stream\":\"pageviews\"}").getFirst());
  }
}
