package lambda.core.parse;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import lambda.core.failure.LambdaException;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A node of a YAML 1.2 or JSON document that knows its line.
record YamlNode(String file, Node node) {
  private static final int MAX_DEPTH = 64;

  /// A property of a mapping.
  record Property(String name, YamlNode key, YamlNode value) {}

  /// @throws LambdaException with file and line if the text is not a YAML mapping
  static YamlNode mapping(String file, String text) {
    try {
      // One buffer for the whole text: the library fails on a surrogate pair that spans two.
      LoadSettings settings =
          LoadSettings.builder().setLabel(file).setBufferSize(text.length() + 1).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        YamlNode node = new YamlNode(file, mapping);
        node.refuseDepth(0);
        return node;
      }
      throw LambdaException.badInput(
          file + ":1: must be a YAML mapping that begins with 'stream: <name>'");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      throw LambdaException.badInput(
          "%s:%d: not valid YAML: %s".formatted(file, line, e.getProblem()));
    } catch (YamlEngineException e) {
      throw LambdaException.badInput("%s:1: not valid YAML: %s".formatted(file, e.getMessage()));
    }
  }

  private void refuseDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw LambdaException.badInput(
          "%s:%d: nested deeper than %d levels".formatted(file, line(), MAX_DEPTH));
    }
    items().forEach(item -> item.refuseDepth(depth + 1));
    properties().forEach(property -> property.value.refuseDepth(depth + 1));
  }

  /// Counted from 1.
  int line() {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isSequence() {
    return node instanceof SequenceNode;
  }

  /// Its properties in the file's order; none if it is not a mapping.
  List<Property> properties() {
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream()
          .map(tuple -> {
            YamlNode key = new YamlNode(file, tuple.getKeyNode());
            return new Property(
                key.scalar().orElse("?"), key, new YamlNode(file, tuple.getValueNode()));
          })
          .toList();
    }
    return List.of();
  }

  Optional<YamlNode> get(String property) {
    return properties().stream()
        .filter(p -> p.name.equals(property))
        .map(Property::value)
        .findFirst();
  }

  /// Its items; none if it is not a sequence.
  List<YamlNode> items() {
    return node instanceof SequenceNode sequence
        ? sequence.getValue().stream().map(item -> new YamlNode(file, item)).toList()
        : List.of();
  }

  /// The text of a scalar of any type but null.
  Optional<String> scalar() {
    return scalar(tag -> !tag.equals(Tag.NULL));
  }

  /// The value of a scalar that is a string in YAML.
  Optional<String> string() {
    return scalar(Tag.STR::equals);
  }

  /// The text of a scalar that is a number in YAML.
  Optional<String> number() {
    return scalar(tag -> tag.equals(Tag.INT) || tag.equals(Tag.FLOAT));
  }

  Optional<Boolean> bool() {
    return scalar(Tag.BOOL::equals).map(Boolean::parseBoolean);
  }

  boolean isNull() {
    return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
  }

  /// The value in a message: strings in quotes.
  String describe() {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar when scalar.getTag().equals(Tag.STR) -> '"' + scalar.getValue() + '"';
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "null";
      case ScalarNode scalar -> scalar.getValue();
      default -> node.getNodeType().toString().toLowerCase(Locale.ROOT);
    };
  }

  private Optional<String> scalar(Predicate<Tag> wanted) {
    return node instanceof ScalarNode scalar && wanted.test(scalar.getTag())
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }
}
