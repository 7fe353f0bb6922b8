package lambda.batch.deadletter;

import java.util.Map;

/// Which dead letters to send again, and what to change in them.
///
/// @param reason only dead letters whose reason contains this text; empty for all
/// @param replacements the texts to replace in the value, each with its replacement
public record ReplayRequest(String reason, Map<String, String> replacements) {
  public ReplayRequest {
    replacements = Map.copyOf(replacements);
  }

  String apply(String value) {
    String changed = value;
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      changed = changed.replace(replacement.getKey(), replacement.getValue());
    }
    return changed;
  }
}
