package lambda.core.parse;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.failure.LambdaException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Reads an Avro schema: a record of scalars and of records, each of them possibly in a union with
/// null. One use.
final class SchemaReader {
  private static final Pattern FIELD_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]{0,47}");
  private static final int MAX_DEPTH = 5;

  private final String file;
  private final ParseErrors faults;
  private final List<Field> fields = new ArrayList<>();

  SchemaReader(String file, ParseErrors faults) {
    this.file = file;
    this.faults = faults;
  }

  /// The fields that hold values, in the schema's order; none if it is no schema.
  List<Field> read(String text) {
    try {
      YamlNode source = YamlNode.mapping(file, text);
      Schema schema = new Schema.Parser().parse(text);
      if (schema.getType() == Schema.Type.RECORD) {
        record(schema, "", false, source, 1);
      } else {
        faults.add(source, "must be a record; it is of type " + schema.getType().getName());
      }
    } catch (LambdaException e) {
      faults.add(String.valueOf(e.getMessage()));
    } catch (AvroRuntimeException e) {
      faults.add("%s:1: is no Avro schema: %s".formatted(file, e.getMessage()));
    }
    refuseSharedColumns();
    return fields;
  }

  private void record(Schema schema, String prefix, boolean nullable, YamlNode source, int depth) {
    List<YamlNode> sources = source.get("fields").map(YamlNode::items).orElse(List.of());
    for (Schema.Field declared : schema.getFields()) {
      YamlNode at = declared.pos() < sources.size() ? sources.get(declared.pos()) : source;
      Schema type = withoutNull(declared.schema());
      boolean mayBeNull = nullable || declared.schema().isNullable();
      String path = prefix + declared.name();
      if (!FIELD_NAME.matcher(declared.name()).matches()) {
        faults.add(
            at, "field '%s': a name has letters, digits and '_', 48 at most".formatted(path));
      } else if (type.getType() == Schema.Type.RECORD && depth < MAX_DEPTH) {
        record(type, path + ".", mayBeNull, nested(at), depth + 1);
      } else {
        scalar(type)
            .ifPresentOrElse(
                fieldType -> fields.add(new Field(path, fieldType, mayBeNull)),
                () ->
                    faults.add(
                        at,
                        "field '%s' has type %s; it may be string, int, long, float, double, boolean, decimal of up to %d digits, or a record of them, %d deep at most, or a union of one of them with null"
                            .formatted(
                                path, type, FieldType.DecimalType.MAX_PRECISION, MAX_DEPTH)));
      }
    }
  }

  /// Where the fields of a nested record stand: in `type`, or in the one branch of the union that
  /// is a record.
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
        faults.add("%s:1: two fields would share the column '%s'".formatted(file, field.column()));
      }
    }
  }
}
