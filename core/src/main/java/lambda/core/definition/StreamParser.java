package lambda.core.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.failure.LambdaException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/// Reads one `streams/*.yaml` with its Avro schema, and reports every fault in it at once. One use,
/// one thread.
public final class StreamParser {
  /// At most so many text fields in a key: an index entry of Postgres must hold them.
  public static final int MAX_TEXT_KEYS = 3;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,47}");
  private static final Pattern FIELD_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");
  private static final Set<String> STREAM_PROPERTIES =
      Set.of("stream", "topic", "partitions", "format", "schema", "id", "time", "key", "views");
  private static final Set<String> VIEW_PROPERTIES =
      Set.of("view", "window", "group_by", "measures");
  private static final ObjectMapper YAML = new YAMLMapper();

  private final String file;
  private final Function<String, String> schemas;
  private final List<String> faults = new ArrayList<>();

  /// @param file the name that faults carry
  /// @param schemas gives the text of a schema file by its name
  public StreamParser(String file, Function<String, String> schemas) {
    this.file = file;
    this.schemas = schemas;
  }

  /// @throws LambdaException listing every fault, a line each
  public StreamDefinition parse(String yaml) {
    JsonNode root = tree(yaml);
    refuseUnknown(root, STREAM_PROPERTIES, "");
    String name = name(root, "stream", "");
    String topic = text(root, "topic", "");
    int partitions = partitions(root);
    oneOf(text(root, "format", ""), Set.of("json"), "format");
    List<Field> fields = fields(text(root, "schema", ""));
    Field id = field(root, "id", fields, FieldType.STRING);
    Field time = field(root, "time", fields, FieldType.LONG);
    Field key = field(root, "key", fields, FieldType.STRING);
    List<ViewDefinition> views = views(root.path("views"), fields);
    if (!faults.isEmpty()) {
      throw LambdaException.badInput(String.join("\n", faults));
    }
    return new StreamDefinition(name, topic, partitions, fields, id, time, key, views);
  }

  private JsonNode tree(String yaml) {
    try {
      JsonNode root = YAML.readTree(yaml);
      if (root.isObject()) {
        return root;
      }
      throw LambdaException.badInput(file + ": is not a YAML mapping; begin with 'stream: <name>'");
    } catch (JsonProcessingException e) {
      throw LambdaException.badInput(
          "%s:%d: is not YAML: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()));
    }
  }

  private List<Field> fields(String schemaFile) {
    if (schemaFile.isEmpty()) {
      return List.of();
    }
    try {
      Schema schema = new Schema.Parser().parse(schemas.apply(schemaFile));
      return schema.getFields().stream().flatMap(field -> field(schemaFile, field)).toList();
    } catch (SchemaParseException e) {
      fault("schema: %s is not an Avro schema: %s".formatted(schemaFile, e.getMessage()));
      return List.of();
    }
  }

  private Stream<Field> field(String schemaFile, Schema.Field declared) {
    Schema schema = declared.schema();
    boolean nullable = schema.isNullable();
    Schema type = schema;
    if (schema.isUnion()) {
      List<Schema> others =
          schema.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList();
      type = others.size() == 1 ? others.getFirst() : schema;
    }
    Optional<FieldType> fieldType = fieldType(type.getType());
    if (fieldType.isEmpty() || !FIELD_NAME.matcher(declared.name()).matches()) {
      fault(
          "schema: field '%s' of %s has type %s; it may be string, int, long, float, double or boolean, or a union of one of them with null, under a name of letters, digits and '_'"
              .formatted(declared.name(), schemaFile, type));
      return Stream.empty();
    }
    return Stream.of(new Field(declared.name(), fieldType.get(), nullable));
  }

  private static Optional<FieldType> fieldType(Schema.Type type) {
    return switch (type) {
      case STRING -> Optional.of(FieldType.STRING);
      case INT, LONG -> Optional.of(FieldType.LONG);
      case FLOAT, DOUBLE -> Optional.of(FieldType.DOUBLE);
      case BOOLEAN -> Optional.of(FieldType.BOOLEAN);
      case RECORD, ENUM, ARRAY, MAP, UNION, FIXED, BYTES, NULL -> Optional.empty();
    };
  }

  private List<ViewDefinition> views(JsonNode nodes, List<Field> fields) {
    if (!nodes.isArray() || nodes.isEmpty()) {
      fault("views: declare at least one view");
      return List.of();
    }
    List<ViewDefinition> views = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (JsonNode node : nodes) {
      ViewDefinition view = view(node, fields);
      if (!names.add(view.name())) {
        fault("views: '%s' is declared twice".formatted(view.name()));
      }
      views.add(view);
    }
    return views;
  }

  private ViewDefinition view(JsonNode node, List<Field> fields) {
    String name = name(node, "view", "views: ");
    String where = "views: %s: ".formatted(name);
    refuseUnknown(node, VIEW_PROPERTIES, where);
    Map<String, Window> windows =
        Stream.of(Window.values()).collect(Collectors.toMap(Window::unit, Function.identity()));
    String window = oneOf(text(node, "window", where), windows.keySet(), where + "window");
    List<Field> groupBy = new ArrayList<>();
    for (JsonNode key : node.path("group_by")) {
      find(key.asText(), fields, where + "group_by").ifPresent(groupBy::add);
    }
    if (groupBy.stream().filter(f -> f.type() == FieldType.STRING).count() > MAX_TEXT_KEYS) {
      fault(where + "group_by: at most %d text fields make a key".formatted(MAX_TEXT_KEYS));
    }
    return new ViewDefinition(
        name,
        windows.getOrDefault(window, Window.MINUTE),
        groupBy,
        measures(node.path("measures"), groupBy, where));
  }

  private List<Measure> measures(JsonNode node, List<Field> groupBy, String where) {
    List<Measure> measures = new ArrayList<>();
    node.properties()
        .forEach(entry -> {
          String name = entry.getKey();
          boolean taken = groupBy.stream().anyMatch(field -> field.name().equals(name));
          if (!NAME.matcher(name).matches() || taken) {
            fault(where + "measures: '%s' is no free name for a measure".formatted(name));
          }
          oneOf(entry.getValue().asText(), Set.of("count"), where + "measures: " + name);
          measures.add(new Measure(name, Measure.Kind.COUNT));
        });
    if (measures.isEmpty()) {
      fault(where + "measures: declare at least one, as in 'measures: { pageviews: count }'");
    }
    return measures;
  }

  private Field field(JsonNode root, String property, List<Field> fields, FieldType type) {
    String name = text(root, property, "");
    Field none = new Field(name, type, false);
    Field found = find(name, fields, property).orElse(none);
    if (found.type() != type || found.nullable()) {
      fault("%s: '%s' must be of type %s and never null".formatted(property, name, type));
    }
    return found;
  }

  private Optional<Field> find(String name, List<Field> fields, String where) {
    Optional<Field> found = fields.stream().filter(f -> f.name().equals(name)).findFirst();
    if (found.isEmpty() && !fields.isEmpty()) {
      fault(
          "%s: '%s' is not a field of the schema; it has %s"
              .formatted(where, name, fields.stream().map(Field::name).toList()));
    }
    return found;
  }

  private int partitions(JsonNode root) {
    JsonNode node = root.path("partitions");
    if (!node.isInt() || node.asInt() < 1) {
      fault("partitions: must be a whole number from 1 up");
      return 1;
    }
    return node.asInt();
  }

  private String name(JsonNode node, String property, String where) {
    String name = text(node, property, where);
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      fault("%s%s: '%s' must match %s".formatted(where, property, name, NAME.pattern()));
    }
    return name;
  }

  private String text(JsonNode node, String property, String where) {
    @Nullable JsonNode value = node.get(property);
    if (value == null || !value.isTextual() || value.asText().isBlank()) {
      fault("%s%s: is missing".formatted(where, property));
      return "";
    }
    return value.asText();
  }

  private String oneOf(String value, Set<String> allowed, String where) {
    if (!value.isEmpty() && !allowed.contains(value)) {
      fault("%s: '%s' must be one of %s".formatted(where, value, new TreeSet<>(allowed)));
    }
    return value;
  }

  private void refuseUnknown(JsonNode node, Set<String> known, String where) {
    node.fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            fault(
                "%s'%s' is no property; known are %s".formatted(where, name, new TreeSet<>(known)));
          }
        });
  }

  private void fault(String message) {
    faults.add(file + ": " + message);
  }
}
