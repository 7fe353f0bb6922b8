package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Checks what a person typed as `--input`. Workflows take JSON as it comes, since an input that
/// Temporal cannot convert would be tried for ever instead of being refused.
final class InputReader {
  private InputReader() {}

  /// The texts of an object's properties; the object must have exactly these.
  static List<String> texts(@Nullable JsonNode input, List<String> names, String example) {
    List<String> faults = new ArrayList<>();
    List<String> values = new ArrayList<>();
    if (input == null || !input.isObject()) {
      faults.add("the input must be one JSON object");
    } else {
      for (String name : names) {
        JsonNode value = input.path(name);
        if (!value.isTextual() || value.asText().isBlank()) {
          faults.add("'%s' must be a text".formatted(name));
        }
        values.add(value.asText());
      }
      Iterator<String> given = input.fieldNames();
      while (given.hasNext()) {
        String name = given.next();
        if (!names.contains(name)) {
          faults.add("'%s' is not known".formatted(name));
        }
      }
    }
    if (!faults.isEmpty()) {
      throw LambdaException.badInput(
          "%s; write --input '%s'".formatted(String.join("; ", faults), example));
    }
    return values;
  }
}
