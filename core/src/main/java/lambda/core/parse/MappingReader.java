package lambda.core.parse;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import lambda.core.definition.Field;

/// Reads the properties of one mapping and records what is wrong with them. Where a value is wrong
/// it returns a placeholder, so that reading goes on to the next error.
final class MappingReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,47}");

  private final YamlNode node;
  private final ParseErrors errors;

  /// @param known the properties that the mapping may have, each once
  MappingReader(YamlNode node, Set<String> known, ParseErrors errors) {
    this.node = node;
    this.errors = errors;
    if (!node.isMapping()) {
      errors.add(
          node, "must be a mapping with %s, but is %s".formatted(list(known), node.describe()));
    }
    Set<String> seen = new HashSet<>();
    for (YamlNode.Property property : node.properties()) {
      if (!known.contains(property.name())) {
        errors.add(
            property.key(),
            "unknown property '%s'; known: %s".formatted(property.name(), list(known)));
      } else if (!seen.add(property.name())) {
        errors.add(property.key(), "'%s' is declared twice".formatted(property.name()));
      }
    }
  }

  static String list(Set<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }

  Optional<YamlNode> get(String property) {
    return node.get(property);
  }

  /// A required text.
  String text(String property) {
    Optional<YamlNode> value = node.get(property);
    Optional<String> text = value.flatMap(YamlNode::scalar);
    if (value.isEmpty() || value.get().isNull()) {
      errors.add(value.orElse(node), "'%s' is missing".formatted(property));
    } else if (text.isEmpty()) {
      wrong(property, "text");
    } else if (text.get().isBlank()) {
      errors.add(value.get(), "'%s' must not be blank".formatted(property));
    }
    return text.filter(t -> !t.isBlank()).orElse("");
  }

  /// A name that tables, indices and streams may have.
  String name(String property) {
    String name = text(property);
    node.get(property).filter(_ -> !name.isEmpty()).ifPresent(at -> checkName(at, name, errors));
    return name;
  }

  static void checkName(YamlNode at, String name, ParseErrors errors) {
    if (!NAME.matcher(name).matches()) {
      errors.add(
          at,
          "'%s' is not a valid name; use a lowercase letter, then lowercase letters, digits or '_', at most 48 characters"
              .formatted(name));
    }
  }

  String oneOf(String property, Set<String> allowed) {
    String value = text(property);
    if (!value.isEmpty() && !allowed.contains(value)) {
      wrong(property, allowed.size() == 1 ? list(allowed) : "one of " + list(allowed));
    }
    return value;
  }

  int positive(String property) {
    Optional<YamlNode> value = node.get(property);
    Optional<Integer> number =
        value
            .flatMap(YamlNode::number)
            .filter(text -> text.matches("[0-9]{1,9}"))
            .map(Integer::valueOf)
            .filter(n -> n > 0);
    if (value.isEmpty()) {
      errors.add(node, "'%s' is missing".formatted(property));
    } else if (number.isEmpty()) {
      wrong(property, "a positive whole number");
    }
    return number.orElse(1);
  }

  /// An ISO-8601 duration from 0 to a maximum; the fallback if the property is missing.
  Duration duration(String property, Duration fallback, Duration max) {
    if (node.get(property).isEmpty()) {
      return fallback;
    }
    try {
      Duration duration = Duration.parse(text(property));
      if (!duration.isNegative() && duration.compareTo(max) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      // Reported like a duration that is out of range.
    }
    wrong(
        property,
        "a duration from PT0S to P%dD in days, hours, minutes and seconds, such as P30D or PT12H"
            .formatted(max.toDays()));
    return fallback;
  }

  private void wrong(String property, String wanted) {
    YamlNode value = node.get(property).orElse(node);
    errors.add(value, "'%s' must be %s, but is %s".formatted(property, wanted, value.describe()));
  }

  /// A field of the schema by its path, such as `data.page`.
  Optional<Field> field(String property, List<Field> fields) {
    String path = text(property);
    return path.isEmpty()
        ? Optional.empty()
        : field(node.get(property).orElse(node), path, fields, errors);
  }

  static Optional<Field> field(YamlNode at, String path, List<Field> fields, ParseErrors errors) {
    Optional<Field> found = fields.stream().filter(f -> f.path().equals(path)).findFirst();
    if (found.isEmpty() && !fields.isEmpty()) {
      errors.add(
          at,
          "the schema has no field '%s'; it has %s"
              .formatted(path, String.join(", ", fields.stream().map(Field::path).toList())));
    }
    return found;
  }
}
