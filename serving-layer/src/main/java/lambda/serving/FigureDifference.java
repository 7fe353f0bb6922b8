package lambda.serving;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A figure that another store holds differently from Postgres.
///
/// @param key the values of the group-by fields, in order, as text
/// @param measure its name; empty if the whole row is missing on one side
/// @param postgres as text; `missing` if Postgres does not have it
/// @param other what the other store has, in the same form
public record FigureDifference(
    Instant window, List<@Nullable String> key, String measure, String postgres, String other) {
  static final String MISSING = "missing";
  static final String PRESENT = "present";

  /// One line for people.
  public String sentence() {
    return "%s%s%s: Postgres %s, there %s"
        .formatted(
            window,
            key.isEmpty() ? "" : " " + KeyText.of(key),
            measure.isEmpty() ? "" : " " + measure,
            postgres,
            other);
  }
}
