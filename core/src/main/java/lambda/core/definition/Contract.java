package lambda.core.definition;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the figures of a stream depend on, besides its views: where its records come from and what
/// makes a record an event. Figures of two contracts would mix, so most changes are refused.
///
/// @param lines one for each requirement. Two definitions with the same lines read the same records
///   alike. They are stored, so their wording must not change
public record Contract(List<String> lines) {
  private static final String FIELD = "field ";
  private static final String RULE = "rule ";
  private static final String NULLABLE = " or null";

  public Contract {
    lines = List.copyOf(lines);
  }

  static String line(Field field) {
    return "%s%s %s%s"
        .formatted(FIELD, field.path(), field.type().describe(), field.nullable() ? NULLABLE : "");
  }

  static String line(Constraint constraint) {
    return "%s%s must %s".formatted(RULE, constraint.field().path(), constraint.requirement());
  }

  /// Why this contract cannot follow a stored one; empty if it can. Nullable fields may come and
  /// go, since a record may lack them. One that comes back must have the type that it had.
  ///
  /// @param stored the present contract of the stream
  /// @param former lines of nullable fields that were in its contract before
  public Optional<String> conflict(Contract stored, Collection<String> former) {
    List<String> known = Stream.concat(stored.lines.stream(), former.stream()).toList();
    List<String> gone =
        known.stream()
            .filter(line -> !lines.contains(line))
            .filter(line -> !isNullableField(line) || isRetyped(line, lines))
            .toList();
    List<String> added =
        lines.stream()
            .filter(line -> !known.contains(line))
            .filter(line -> !isNullableField(line) || isRetyped(line, known))
            .filter(line -> !stored.isOlderThan(line))
            .toList();
    return gone.isEmpty() && added.isEmpty()
        ? Optional.empty()
        : Optional.of("No longer declared: %s. Newly declared: %s".formatted(gone, added));
  }

  /// The lines of a stored contract that this one has given up.
  public List<String> retired(Contract stored) {
    return stored.lines.stream().filter(line -> !lines.contains(line)).toList();
  }

  private static boolean isNullableField(String line) {
    return line.startsWith(FIELD) && line.endsWith(NULLABLE);
  }

  /// Whether another line is of the same field.
  private static boolean isRetyped(String line, Collection<String> others) {
    return others.stream()
        .anyMatch(other ->
            other.startsWith(FIELD) && !other.equals(line) && word(other, 1).equals(word(line, 1)));
  }

  /// Whether this contract was stored by a version that knew no lines of this kind. Newer versions
  /// store a line of every kind, except that a stream may have no rules.
  private boolean isOlderThan(String line) {
    return !line.startsWith(FIELD)
        && !line.startsWith(RULE)
        && lines.stream().noneMatch(stored -> word(stored, 0).equals(word(line, 0)));
  }

  private static String word(String line, int index) {
    return line.split(" ", index + 2)[index];
  }
}
