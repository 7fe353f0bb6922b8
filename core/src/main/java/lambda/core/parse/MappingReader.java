package lambda.core.parse;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import lambda.core.definition.Field;

/// Reads the properties of one mapping and enters what is wrong with them as faults. Where a value
/// is wrong it answers a stand-in, so that reading goes on to the next fault.
final class MappingReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,47}");

  private final YamlNode node;
  private final ParseErrors faults;

  /// @param known the properties that the mapping may have; others, and the same one twice, are
  ///   faults
  MappingReader(YamlNode node, Set<String> known, ParseErrors faults) {
    this.node = node;
    this.faults = faults;
    if (!node.isMapping()) {
      faults.add(node, "must be a mapping of " + new TreeSet<>(known));
    }
    Set<String> seen = new HashSet<>();
    for (YamlNode.Property property : node.properties()) {
      if (!known.contains(property.name())) {
        faults.add(
            property.key(),
            "'%s' is no property here; known are %s"
                .formatted(property.name(), new TreeSet<>(known)));
      } else if (!seen.add(property.name())) {
        faults.add(property.key(), "'%s' stands here twice".formatted(property.name()));
      }
    }
  }

  Optional<YamlNode> get(String property) {
    return node.get(property);
  }

  /// A text that must be there.
  String text(String property) {
    Optional<YamlNode> value = node.get(property);
    Optional<String> text = value.flatMap(YamlNode::scalar).filter(t -> !t.isBlank());
    if (text.isEmpty()) {
      faults.add(value.orElse(node), property + ": is missing");
    }
    return text.orElse("");
  }

  /// A name that tables, indices and streams may have.
  String name(String property) {
    String name = text(property);
    node.get(property).filter(_ -> !name.isEmpty()).ifPresent(at -> checkName(at, name, faults));
    return name;
  }

  static void checkName(YamlNode at, String name, ParseErrors faults) {
    if (!NAME.matcher(name).matches()) {
      faults.add(
          at,
          "'%s' is no name: begin with a small letter, go on with small letters, digits and '_', 48 at most"
              .formatted(name));
    }
  }

  String oneOf(String property, Set<String> allowed) {
    String value = text(property);
    if (!value.isEmpty() && !allowed.contains(value)) {
      faults.add(
          node.get(property).orElse(node),
          "%s: '%s' must be one of %s".formatted(property, value, new TreeSet<>(allowed)));
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
    if (number.isEmpty()) {
      faults.add(value.orElse(node), property + ": must be a whole number from 1 up");
    }
    return number.orElse(1);
  }

  /// A field of the schema by its path, as in `data.page`.
  Optional<Field> field(String property, List<Field> fields) {
    String path = text(property);
    return path.isEmpty()
        ? Optional.empty()
        : field(node.get(property).orElse(node), path, fields, faults);
  }

  static Optional<Field> field(YamlNode at, String path, List<Field> fields, ParseErrors faults) {
    Optional<Field> found = fields.stream().filter(f -> f.path().equals(path)).findFirst();
    if (found.isEmpty() && !fields.isEmpty()) {
      faults.add(
          at,
          "'%s' is no field of the schema; it has %s"
              .formatted(path, fields.stream().map(Field::path).toList()));
    }
    return found;
  }
}
