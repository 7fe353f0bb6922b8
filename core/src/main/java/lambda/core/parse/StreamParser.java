package lambda.core.parse;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.TimeLimit;
import lambda.core.failure.LambdaException;

/// Reads one `streams/*.yaml` with its Avro schema and reports all errors at once. One use, one
/// thread.
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
          "time_limit",
          "key",
          "user",
          "quality",
          "raw_sink",
          "views");

  private static final Set<String> TIME_LIMIT = Set.of("past", "future");

  /// The only other table in the schema of the raw sinks.
  private static final String MIGRATIONS = "flyway_schema_history";

  private final String file;
  private final UnaryOperator<String> schemas;
  private final ParseErrors errors = new ParseErrors();

  /// @param file the name to report errors with
  /// @param schemas returns the text of a schema file by its name
  public StreamParser(String file, UnaryOperator<String> schemas) {
    this.file = file;
    this.schemas = schemas;
  }

  /// @throws LambdaException listing every error, a line each, with file and line
  public StreamDefinition parse(String yaml) {
    YamlNode root = YamlNode.mapping(file, yaml);
    MappingReader reader = new MappingReader(root, PROPERTIES, errors);
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
            "a long (milliseconds since the epoch) or string (ISO-8601)");
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
            reader.get("time_limit").map(this::timeLimit).orElse(TimeLimit.DEFAULT),
            key.orElse(none),
            user,
            reader
                .get("quality")
                .map(new ConstraintParser(fields, errors)::parse)
                .orElse(List.of()),
            reader.get("raw_sink").map(at -> rawSink(at, reader.name("raw_sink"))),
            new ViewParser(fields, errors).parse(reader.get("views").orElse(root)));
    errors.check();
    return stream;
  }

  /// Erasure takes the user as text, so the field must have an unambiguous text form.
  private Optional<Field> user(YamlNode at, Optional<Field> field) {
    field
        .filter(f ->
            !(f.type() instanceof FieldType.StringType || f.type() instanceof FieldType.LongType))
        .ifPresent(f ->
            errors.add(
                at,
                "'user' must be a string or long field; '%s' is a %s"
                    .formatted(f.path(), f.type().describe())));
    return field;
  }

  private TimeLimit timeLimit(YamlNode node) {
    MappingReader reader = new MappingReader(node, TIME_LIMIT, errors);
    return new TimeLimit(
        reader.duration("past", TimeLimit.DEFAULT.past(), TimeLimit.LARGEST.past()),
        reader.duration("future", TimeLimit.DEFAULT.future(), TimeLimit.LARGEST.future()));
  }

  private String rawSink(YamlNode at, String name) {
    if (name.equals(MIGRATIONS)) {
      errors.add(at, "'raw_sink' must not be the reserved table '%s'".formatted(name));
    }
    return name;
  }

  private List<Field> fields(String schemaFile) {
    if (schemaFile.isEmpty()) {
      return List.of();
    }
    try {
      return new SchemaReader(schemaFile, errors).read(schemas.apply(schemaFile));
    } catch (LambdaException e) {
      errors.add(String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  /// A field with a role, which must never be null and have a suitable type.
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
            errors.add(
                reader.get(property).orElse(root),
                "'%s' must be %s field that is never null; '%s' is a %s%s"
                    .formatted(
                        property,
                        wanted,
                        f.path(),
                        f.type().describe(),
                        f.nullable() ? " or null" : "")));
    return field;
  }
}
