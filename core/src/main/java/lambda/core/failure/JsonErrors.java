package lambda.core.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/// What is wrong with a JSON text, as Jackson describes it.
public final class JsonErrors {
  /// References to Jackson itself: `(start marker at [Source: …])`, a limit's method, a feature.
  private static final Pattern INTERNALS =
      Pattern.compile("\\s*\\([^(\\[]*\\[Source: .*?]\\)|, from `[^`]*`|: enable `[^`]*` to allow");

  private JsonErrors() {}

  /// The message without references to the parser's source, methods and features.
  public static String message(JsonProcessingException e) {
    return INTERNALS.matcher(e.getOriginalMessage()).replaceAll("");
  }
}
