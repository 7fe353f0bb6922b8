package lambda.core.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.failure.JsonErrors;
import lambda.core.failure.LambdaException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Reads an Avro schema: a record of scalars and records, each possibly in a union with null. One
/// use.
final class SchemaReader {
  private static final Pattern FIELD_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");
  private static final int MAX_DEPTH = 5;

  private final String file;
  private final ParseErrors errors;
  private final List<Field> fields = new ArrayList<>();

  SchemaReader(String file, ParseErrors errors) {
    this.file = file;
    this.errors = errors;
  }

  /// The fields that hold values, in the schema's order; none if the text is not a schema.
  List<Field> read(String text) {
    try {
      Schema schema = new Schema.Parser().parse(text);
      if (schema.getType() == Schema.Type.RECORD) {
        record(schema, "", false, YamlNode.mapping(file, text), 1);
      } else {
        errors.add(
            "%s:1: the schema must be a record, but is a %s"
                .formatted(file, schema.getType().getName()));
      }
    } catch (LambdaException e) {
      errors.add(String.valueOf(e.getMessage()));
    } catch (AvroRuntimeException e) {
      errors.add(
          e.getCause() instanceof JsonProcessingException json
              ? notJson(json)
              : "%s:1: not a valid Avro schema: %s".formatted(file, e.getMessage()));
    }
    refuseSharedColumns();
    return fields;
  }

  private String notJson(JsonProcessingException e) {
    return "%s:%d: not valid JSON: %s"
        .formatted(file, e.getLocation().getLineNr(), JsonErrors.message(e));
  }

  private void record(Schema schema, String prefix, boolean nullable, YamlNode source, int depth) {
    List<YamlNode> sources = source.get("fields").map(YamlNode::items).orElse(List.of());
    for (Schema.Field declared : schema.getFields()) {
      YamlNode at = declared.pos() < sources.size() ? sources.get(declared.pos()) : source;
      Schema type = withoutNull(declared.schema());
      boolean mayBeNull = nullable || declared.schema().isNullable();
      String path = prefix + declared.name();
      if (!FIELD_NAME.matcher(declared.name()).matches()) {
        errors.add(
            at,
            "'%s' is not a valid field name; use a letter, then letters, digits or '_', at most 48 characters"
                .formatted(path));
      } else if (type.getType() == Schema.Type.RECORD && depth < MAX_DEPTH) {
        record(type, path + ".", mayBeNull, nested(at), depth + 1);
      } else {
        scalar(type)
            .ifPresentOrElse(
                fieldType -> fields.add(new Field(path, fieldType, mayBeNull)),
                () ->
                    errors.add(
                        at,
                        "field '%s' has the unsupported type %s; use string, int, long, float, double, boolean, a decimal of up to %d digits, or a record of these (up to %d levels), each possibly in a union with null"
                            .formatted(
                                path, type, FieldType.DecimalType.MAX_PRECISION, MAX_DEPTH)));
      }
    }
  }

  /// The node that declares the fields of a nested record: `type`, or the one branch of the union
  /// that is a record.
  private static YamlNode nested(YamlNode field) {
    YamlNode type = field.get("type").orElse(field);
    return type.items().stream().filter(YamlNode::isMapping).findFirst().orElse(type);
  }

  private static Schema withoutNull(Schema schema) {
    if (!schema.isUnion()) {
      return schema;
    }
    List<Schema> others =
        schema.getTypes().stream().filter(type -> type.getType() != Schema.Type.NULL).toList();
    return others.size() == 1 ? others.getFirst() : schema;
  }

  private static Optional<FieldType> scalar(Schema schema) {
    return switch (schema.getType()) {
      case STRING -> Optional.of(new FieldType.StringType());
      case INT, LONG -> Optional.of(new FieldType.LongType());
      case FLOAT, DOUBLE -> Optional.of(new FieldType.DoubleType());
      case BOOLEAN -> Optional.of(new FieldType.BooleanType());
      case BYTES, FIXED -> decimal(schema);
      case ENUM, RECORD, ARRAY, MAP, UNION, NULL -> Optional.empty();
    };
  }

  private static Optional<FieldType> decimal(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
            && decimal.getPrecision() <= FieldType.DecimalType.MAX_PRECISION
        ? Optional.of(new FieldType.DecimalType(decimal.getPrecision(), decimal.getScale()))
        : Optional.empty();
  }

  private void refuseSharedColumns() {
    Set<String> columns = new HashSet<>();
    for (Field field : fields) {
      if (!columns.add(field.column().toLowerCase(Locale.ROOT))) {
        errors.add("%s:1: two fields would share the column '%s'".formatted(file, field.column()));
      }
    }
  }
}
