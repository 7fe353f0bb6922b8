package lambda.core.parse;

import java.util.List;
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

/// A node of a YAML 1.2 document, or of a JSON one, that knows its line.
record YamlNode(String file, Node node) {
  private static final int MAX_DEPTH = 64;

  /// A property of a mapping.
  record Property(String name, YamlNode key, YamlNode value) {}

  /// @throws LambdaException with file and line if the text is no YAML mapping
  static YamlNode mapping(String file, String text) {
    try {
      // The whole text in one piece: the library trips over a surrogate pair between two.
      LoadSettings settings =
          LoadSettings.builder().setLabel(file).setBufferSize(text.length() + 1).build();
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        YamlNode node = new YamlNode(file, mapping);
        node.refuseDepth(0);
        return node;
      }
      throw LambdaException.badInput(
          file + ":1: is not a YAML mapping, such as 'stream: <name>' in its first line");
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      throw LambdaException.badInput(
          "%s:%d: is not YAML: %s".formatted(file, line, e.getProblem()));
    } catch (YamlEngineException e) {
      throw LambdaException.badInput("%s:1: is not YAML: %s".formatted(file, e.getMessage()));
    }
  }

  private void refuseDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw LambdaException.badInput(
          "%s:%d: is nested deeper than %d levels".formatted(file, line(), MAX_DEPTH));
    }
    items().forEach(item -> item.refuseDepth(depth + 1));
    properties().forEach(property -> property.value.refuseDepth(depth + 1));
  }

  /// From 1 up.
  int line() {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  boolean isMapping() {
    return node instanceof MappingNode;
  }

  boolean isSequence() {
    return node instanceof SequenceNode;
  }

  /// Its properties in the file's order; none if it is no mapping.
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

  /// Its items; none if it is no sequence.
  List<YamlNode> items() {
    return node instanceof SequenceNode sequence
        ? sequence.getValue().stream().map(item -> new YamlNode(file, item)).toList()
        : List.of();
  }

  /// The text of a scalar, whatever its type.
  Optional<String> scalar() {
    return scalar(tag -> !tag.equals(Tag.NULL));
  }

  /// The text of a scalar that YAML takes for text.
  Optional<String> text() {
    return scalar(Tag.STR::equals);
  }

  /// The text of a scalar that YAML takes for a number.
  Optional<String> number() {
    return scalar(tag -> tag.equals(Tag.INT) || tag.equals(Tag.FLOAT));
  }

  Optional<Boolean> bool() {
    return scalar(Tag.BOOL::equals).map(Boolean::parseBoolean);
  }

  private Optional<String> scalar(Predicate<Tag> wanted) {
    return node instanceof ScalarNode scalar && wanted.test(scalar.getTag())
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }
}
