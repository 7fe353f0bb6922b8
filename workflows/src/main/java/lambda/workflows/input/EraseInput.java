package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Whom to erase: `{"stream":"pageviews","user":"user-4711"}`; as text, whatever the type of the
/// stream's user field. From all hours, unless `"from"` and `"to"` say otherwise; `"parallelism"`
/// as in [RangeInput].
public record EraseInput(RangeInput range, String user) {
  private static final String EXAMPLE = "{\"stream\":\"pageviews\",\"user\":\"user-4711\"}";
  private static final String USER = "user";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String FIRST = "1970-01-01T00:00:00Z";
  private static final String LAST = "9999-12-31T23:00:00Z";

  /// @throws LambdaException of category bad input, naming what is wrong and showing the right form
  public static EraseInput parse(@Nullable JsonNode input) {
    if (!(input instanceof ObjectNode object)) {
      throw LambdaException.badInput(
          "the input must be one JSON object; write --input '%s'".formatted(EXAMPLE));
    }
    JsonNode user = object.path(USER);
    if (!user.isTextual() || user.asText().isEmpty()) {
      throw LambdaException.badInput(
          "'user' must be a text; write --input '%s'".formatted(EXAMPLE));
    }
    ObjectNode range = object.deepCopy().without(List.of(USER));
    if (!range.has(FROM)) {
      range.put(FROM, FIRST);
    }
    if (!range.has(TO)) {
      range.put(TO, LAST);
    }
    return new EraseInput(RangeInput.parse(range), user.asText());
  }
}
