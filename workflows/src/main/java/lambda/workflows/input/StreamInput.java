package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Which stream: `{"stream":"pageviews"}`.
public record StreamInput(String stream) {

  /// @throws LambdaException of category bad input, naming every fault and showing the right form
  public static StreamInput parse(@Nullable JsonNode input) {
    return InputReader.read(
        input, "{\"stream\":\"pageviews\"}", reader -> new StreamInput(reader.string("stream")));
  }

  /// What [#parse] reads.
  public JsonNode toJson() {
    return JsonNodeFactory.instance.objectNode().put("stream", stream);
  }
}
