package lambda.workflows.input;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import lambda.core.failure.LambdaException;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// Reads the JSON object that a user typed as `--input`, and collects every fault in it. Workflows
/// take raw JSON: Temporal would retry an input that it cannot convert forever instead of refusing
/// it. Jackson's data binding would stop at the first fault. One thread; short-lived.
final class InputReader {
  private final JsonNode object;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> known = new LinkedHashSet<>();

  private InputReader(JsonNode object) {
    this.object = object;
  }

  /// Reads an input. The binding reads every property, each by its own call; where there is a fault
  /// it gets a placeholder, and its result is discarded.
  ///
  /// @param example a valid input, shown with the faults
  /// @throws LambdaException of category bad input, naming every fault
  static <T> T read(@Nullable JsonNode input, String example, Function<InputReader, T> binding) {
    if (input == null || !input.isObject()) {
      throw refused(List.of("the input must be a JSON object"), example);
    }
    InputReader reader = new InputReader(input);
    T bound = binding.apply(reader);
    reader.refuseUnknownProperties();
    if (!reader.faults.isEmpty()) {
      throw refused(reader.faults, example);
    }
    return bound;
  }

  private static LambdaException refused(List<String> faults, String example) {
    return LambdaException.badInput(
        "%s; write --input '%s'".formatted(String.join("; ", faults), example));
  }

  /// A required string that is not empty.
  String string(String name) {
    JsonNode value = property(name);
    if (isAbsent(value)) {
      fault("'%s' is missing".formatted(name));
    } else if (!value.isTextual()) {
      fault("'%s' must be a string".formatted(name));
    } else if (value.textValue().isEmpty()) {
      fault("'%s' must not be empty".formatted(name));
    }
    return value.asText("");
  }

  /// An optional string.
  String string(String name, String fallback) {
    JsonNode value = property(name);
    if (isAbsent(value)) {
      return fallback;
    }
    if (!value.isTextual()) {
      fault("'%s' must be a string".formatted(name));
    }
    return value.asText("");
  }

  /// A required hour.
  ///
  /// @param placeholder returned where there is a fault
  Hour hour(String name, Hour placeholder) {
    int before = faults.size();
    String text = string(name);
    if (faults.size() > before) {
      return placeholder;
    }
    try {
      return Hour.parse(text);
    } catch (LambdaException _) {
      fault(
          "'%s' must be the start of an hour in UTC such as 2026-11-21T04:00:00Z, but is %s"
              .formatted(name, property(name)));
      return placeholder;
    }
  }

  /// An optional hour.
  Hour optionalHour(String name, Hour fallback) {
    return isAbsent(property(name)) ? fallback : hour(name, fallback);
  }

  /// An optional whole number from 1 to `max`.
  int count(String name, int fallback, int max) {
    JsonNode value = property(name);
    if (isAbsent(value)) {
      return fallback;
    }
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > max) {
      fault("'%s' must be a whole number from 1 to %d, but is %s".formatted(name, max, value));
    }
    return value.intValue();
  }

  /// An optional object whose properties are strings, in their order.
  Map<String, String> strings(String name) {
    JsonNode value = property(name);
    if (!isAbsent(value) && !value.isObject()) {
      fault("'%s' must be an object of strings such as {\"old\":\"new\"}".formatted(name));
    }
    Map<String, String> strings = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      if (entry.getKey().isEmpty()) {
        fault("a key of '%s' must not be empty".formatted(name));
      }
      if (!entry.getValue().isTextual()) {
        fault("'%s' of '%s' must be a string".formatted(entry.getKey(), name));
      }
      strings.put(entry.getKey(), entry.getValue().asText());
    }
    return strings;
  }

  /// Adds a fault unless a condition holds.
  void require(boolean condition, String fault) {
    if (!condition) {
      fault(fault);
    }
  }

  private void fault(String fault) {
    faults.add(fault);
  }

  private JsonNode property(String name) {
    known.add(name);
    return object.path(name);
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private void refuseUnknownProperties() {
    object
        .fieldNames()
        .forEachRemaining(name ->
            require(
                known.contains(name),
                "unknown property '%s'; known: %s".formatted(name, String.join(", ", known))));
  }
}
