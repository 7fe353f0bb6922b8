package lambda.batch.deadletter;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which dead letters to send again, and what to change in them.
///
/// @param reason only dead letters whose reason contains this text; empty for all
/// @param replacements the texts to replace in the value, each with its replacement, in the order
///   in which they are applied
public record ReplayRequest(String reason, Map<String, String> replacements) {
  public ReplayRequest {
    replacements = Collections.unmodifiableMap(new LinkedHashMap<>(replacements));
  }

  /// A value with its replacements. Bytes that no replacement matches stay as they are, whether or
  /// not they are text.
  public byte[] apply(byte[] value) {
    byte[] changed = value;
    for (Map.Entry<String, String> replacement : replacements.entrySet()) {
      changed = replace(changed, utf8(replacement.getKey()), utf8(replacement.getValue()));
    }
    return changed;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// In valid UTF-8, the bytes of a text occur only where the text does.
  private static byte[] replace(byte[] value, byte[] old, byte[] replacement) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream(value.length);
    int at = 0;
    while (at < value.length) {
      if (occursAt(at, value, old)) {
        changed.writeBytes(replacement);
        at += old.length;
      } else {
        changed.write(value[at++]);
      }
    }
    return changed.toByteArray();
  }

  private static boolean occursAt(int at, byte[] value, byte[] text) {
    return text.length > 0
        && at + text.length <= value.length
        && Arrays.equals(value, at, at + text.length, text, 0, text.length);
  }
}
