package lambda.batch.deadletter;

import java.util.Map;

/// Which dead letters to send again, and what to change in them.
///
/// @param reason only those whose reason contains this text; empty for all
/// @param replacements texts to replace in the value, each by another
public record ReplayRequest(String reason, Map<String, String> replacements) {
  public ReplayRequest {
    replacements = Map.copyOf(replacements);
  }

  String mend(String value) {
    String mended = value;
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      mended = mended.replace(replacement.getKey(), replacement.getValue());
    }
    return mended;
  }
}
