package lambda.core.parse;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.failure.LambdaException;

/// Reads one `streams/*.yaml` with its Avro schema, and reports every fault in it at once. One use,
/// one thread.
public final class StreamParser {
  private static final Set<String> PROPERTIES =
      Set.of(
          "stream",
          "topic",
          "partitions",
          "format",
          "schema",
          "id",
          "time",
          "key",
          "user",
          "quality",
          "raw_sink",
          "views");

  /// The one table that stands beside raw sinks.
  private static final String MIGRATIONS = "flyway_schema_history";

  private final String file;
  private final UnaryOperator<String> schemas;
  private final ParseErrors faults = new ParseErrors();

  /// @param file the name that faults carry
  /// @param schemas gives the text of a schema file by its name
  public StreamParser(String file, UnaryOperator<String> schemas) {
    this.file = file;
    this.schemas = schemas;
  }

  /// @throws LambdaException listing every fault, a line each, with file and line
  public StreamDefinition parse(String yaml) {
    YamlNode root = YamlNode.mapping(file, yaml);
    MappingReader reader = new MappingReader(root, PROPERTIES, faults);
    String name = reader.name("stream");
    String topic = reader.text("topic");
    int partitions = reader.positive("partitions");
    reader.oneOf("format", Set.of("json"));
    List<Field> fields = fields(reader.text("schema"));
    Optional<Field> id =
        role(root, reader, "id", fields, FieldType.StringType.class::isInstance, "a string");
    Optional<Field> time =
        role(
            root,
            reader,
            "time",
            fields,
            type -> type instanceof FieldType.LongType || type instanceof FieldType.StringType,
            "a long (milliseconds since the epoch) or a string (ISO-8601)");
    Optional<Field> key =
        role(root, reader, "key", fields, FieldType.StringType.class::isInstance, "a string");
    Optional<Field> user = reader.get("user").flatMap(at -> user(at, reader.field("user", fields)));
    Field none = new Field("", new FieldType.StringType(), false);
    StreamDefinition stream =
        new StreamDefinition(
            name,
            topic,
            partitions,
            fields,
            id.orElse(none),
            time.orElse(none),
            key.orElse(none),
            user,
            reader
                .get("quality")
                .map(new ConstraintParser(fields, faults)::parse)
                .orElse(List.of()),
            reader.get("raw_sink").map(at -> rawSink(at, reader.name("raw_sink"))),
            new ViewParser(fields, faults).parse(reader.get("views").orElse(root)));
    faults.check();
    return stream;
  }

  /// Erasure looks for one value, so it must be one that people can write down.
  private Optional<Field> user(YamlNode at, Optional<Field> field) {
    field
        .filter(f ->
            !(f.type() instanceof FieldType.StringType || f.type() instanceof FieldType.LongType))
        .ifPresent(
            f -> faults.add(at, "user: '%s' must be a string or a long".formatted(f.path())));
    return field;
  }

  private String rawSink(YamlNode at, String name) {
    if (name.equals(MIGRATIONS)) {
      faults.add(at, "raw_sink: the table '%s' is not yours to write to".formatted(name));
    }
    return name;
  }

  private List<Field> fields(String schemaFile) {
    if (schemaFile.isEmpty()) {
      return List.of();
    }
    try {
      return new SchemaReader(schemaFile, faults).read(schemas.apply(schemaFile));
    } catch (LambdaException e) {
      faults.add(String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  /// A field with a role: never null, and of a type that fits.
  private Optional<Field> role(
      YamlNode root,
      MappingReader reader,
      String property,
      List<Field> fields,
      Predicate<FieldType> fits,
      String wanted) {
    Optional<Field> field = reader.field(property, fields);
    field
        .filter(f -> f.nullable() || !fits.test(f.type()))
        .ifPresent(f ->
            faults.add(
                reader.get(property).orElse(root),
                "%s: '%s' must be %s and never null".formatted(property, f.path(), wanted)));
    return field;
  }
}
