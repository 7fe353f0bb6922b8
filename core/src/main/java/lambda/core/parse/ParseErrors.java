package lambda.core.parse;

import java.util.ArrayList;
import java.util.List;
import lambda.core.failure.LambdaException;

/// Collects the errors in the files, so that the user sees all of them at once.
final class ParseErrors {
  private final List<String> lines = new ArrayList<>();

  void add(YamlNode at, String message) {
    add("%s:%d: %s".formatted(at.file(), at.line(), message));
  }

  void add(String line) {
    lines.add(line);
  }

  /// @throws LambdaException of category bad input with all errors, one per line
  void check() {
    if (!lines.isEmpty()) {
      throw LambdaException.badInput(String.join("\n", lines));
    }
  }
}
