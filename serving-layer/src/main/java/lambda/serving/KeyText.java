package lambda.serving;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// A key as people read and write it: its values joined by `|`, and `(null)` for a value that is
/// absent.
public final class KeyText {
  private static final String SEPARATOR = "|";
  private static final String NULL = "(null)";

  private KeyText() {}

  public static String of(List<@Nullable String> key) {
    return key.stream()
        .map(value -> value == null ? NULL : value)
        .collect(Collectors.joining(SEPARATOR));
  }

  /// The key that a user gave: either one text for each value, or one text with all values.
  ///
  /// @throws LambdaException of category bad input if there are not as many values as the view
  ///   groups by
  public static List<@Nullable String> parse(ViewDefinition view, List<String> given) {
    List<String> fields = view.keyColumns();
    if (fields.isEmpty()) {
      throw LambdaException.badInput("view '%s' has no key".formatted(view.name()));
    }
    List<String> values =
        given.size() == 1 && fields.size() > 1 ? List.of(given.getFirst().split("\\|", -1)) : given;
    if (values.size() != fields.size()) {
      throw LambdaException.badInput(
          "--key %s does not fit view '%s': it has %d of %d values (%s)"
              .formatted(
                  String.join(SEPARATOR, given),
                  view.name(),
                  values.size(),
                  fields.size(),
                  String.join(SEPARATOR, fields)));
    }
    List<@Nullable String> key = new ArrayList<>();
    values.forEach(value -> key.add(value.equals(NULL) ? null : value));
    return Collections.unmodifiableList(key);
  }
}
