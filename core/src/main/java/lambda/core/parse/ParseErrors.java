package lambda.core.parse;

import java.util.ArrayList;
import java.util.List;
import lambda.core.failure.LambdaException;

/// Collects what is wrong with the files, so that a user hears of all of it at once.
final class ParseErrors {
  private final List<String> lines = new ArrayList<>();

  void add(YamlNode at, String message) {
    add("%s:%d: %s".formatted(at.file(), at.line(), message));
  }

  void add(String line) {
    lines.add(line);
  }

  /// @throws LambdaException of category bad input with all faults, a line each
  void check() {
    if (!lines.isEmpty()) {
      throw LambdaException.badInput(String.join("\n", lines));
    }
  }
}
