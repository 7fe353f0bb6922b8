package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lambda.batch.deadletter.ReplayRequest;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Which dead letters to send again: those of a range ([RangeInput]), with `"reason"` only those
/// whose reason contains that text, with `"replace":{"\"post_code\"":"\"postcode\""}` after these
/// replacements.
public record ReplayInput(RangeInput range, ReplayRequest mending) {
  private static final String REASON = "reason";
  private static final String REPLACE = "replace";

  /// @throws LambdaException of category bad input, naming what is wrong and showing the right form
  public static ReplayInput parse(@Nullable JsonNode input) {
    if (!(input instanceof ObjectNode object)) {
      return new ReplayInput(RangeInput.parse(input), new ReplayRequest("", Map.of()));
    }
    JsonNode reason = object.path(REASON);
    if (!reason.isMissingNode() && !reason.isTextual()) {
      throw LambdaException.badInput("'reason' must be a text that the reason contains");
    }
    Map<String, String> replacements = new TreeMap<>();
    JsonNode replace = object.path(REPLACE);
    if (!replace.isMissingNode() && !replace.isObject()) {
      throw LambdaException.badInput(
          "'replace' must be an object of texts, such as {\"old\":\"new\"}");
    }
    for (Map.Entry<String, JsonNode> entry : replace.properties()) {
      if (entry.getKey().isEmpty() || !entry.getValue().isTextual()) {
        throw LambdaException.badInput(
            "'replace' must be an object of texts, such as {\"old\":\"new\"}");
      }
      replacements.put(entry.getKey(), entry.getValue().asText());
    }
    return new ReplayInput(
        RangeInput.parse(object.deepCopy().without(List.of(REASON, REPLACE))),
        new ReplayRequest(reason.asText(""), replacements));
  }
}
