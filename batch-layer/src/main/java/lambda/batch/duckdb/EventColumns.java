package lambda.batch.duckdb;

import static lambda.batch.duckdb.ArchiveColumns.EVENT_TIME;
import static lambda.batch.duckdb.ArchiveColumns.OFFSET;
import static lambda.batch.duckdb.ArchiveColumns.TIMESTAMP;
import static lambda.batch.duckdb.ArchiveColumns.VALUE;

import java.util.ArrayList;
import java.util.List;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.event.Event;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A batch of events as columns in Arrow's format, which DuckDB reads in place: the record's
/// offset, its times in milliseconds since the epoch, its own text if that holds more than the
/// columns, and the fields of the schema. One thread.
final class EventColumns {
  private static final ArrowType LONG = new ArrowType.Int(Long.SIZE, true);
  private static final int DECIMAL_BITS = 128;

  /// Writes one field of an event.
  @FunctionalInterface
  private interface Column {
    void write(int row, Event event);
  }

  private final BigIntVector offset;
  private final BigIntVector timestamp;
  private final BigIntVector time;
  private final VarCharVector value;
  private final Column[] fields;

  /// @param root of [#schema], allocated, every value null
  EventColumns(StreamDefinition stream, VectorSchemaRoot root) {
    List<FieldVector> vectors = root.getFieldVectors();
    offset = (BigIntVector) root.getVector(OFFSET);
    timestamp = (BigIntVector) root.getVector(TIMESTAMP);
    time = (BigIntVector) root.getVector(EVENT_TIME);
    value = (VarCharVector) root.getVector(VALUE);
    int before = vectors.size() - stream.fields().size();
    fields = new Column[stream.fields().size()];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = column(stream.fields().get(i).type(), i, vectors.get(before + i));
    }
  }

  static Schema schema(StreamDefinition stream) {
    List<Field> columns = new ArrayList<>();
    columns.add(Field.nullable(OFFSET, LONG));
    columns.add(Field.nullable(TIMESTAMP, LONG));
    columns.add(Field.nullable(EVENT_TIME, LONG));
    columns.add(Field.nullable(VALUE, ArrowType.Utf8.INSTANCE));
    stream
        .fields()
        .forEach(field -> columns.add(Field.nullable(field.column(), type(field.type()))));
    return new Schema(columns);
  }

  private static ArrowType type(FieldType type) {
    return switch (type) {
      case FieldType.StringType _ -> ArrowType.Utf8.INSTANCE;
      case FieldType.LongType _ -> LONG;
      case FieldType.DecimalType(int precision, int scale) ->
          new ArrowType.Decimal(precision, scale, DECIMAL_BITS);
      case FieldType.DoubleType _ -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case FieldType.BooleanType _ -> ArrowType.Bool.INSTANCE;
    };
  }

  private static Column column(FieldType type, int field, FieldVector vector) {
    return switch (type) {
      case FieldType.StringType _ -> {
        VarCharVector texts = (VarCharVector) vector;
        yield (row, event) ->
            event.utf8(field, (bytes, first, length) -> texts.setSafe(row, bytes, first, length));
      }
      case FieldType.LongType _ -> {
        BigIntVector numbers = (BigIntVector) vector;
        yield (row, event) -> numbers.set(row, event.asLong(field));
      }
      case FieldType.DecimalType _ -> {
        DecimalVector decimals = (DecimalVector) vector;
        yield (row, event) -> decimals.set(row, event.asLong(field));
      }
      case FieldType.DoubleType _ -> {
        Float8Vector reals = (Float8Vector) vector;
        yield (row, event) -> reals.set(row, event.asDouble(field));
      }
      case FieldType.BooleanType _ -> {
        BitVector truths = (BitVector) vector;
        yield (row, event) -> truths.set(row, (int) event.asLong(field));
      }
    };
  }

  /// Writes a row. Rows must be written in order.
  void write(int row, ConsumerRecord<byte[], byte[]> record, Event event) {
    offset.set(row, record.offset());
    timestamp.set(row, record.timestamp());
    time.set(row, event.time());
    if (event.hasUnknownFields()) {
      value.setSafe(row, record.value());
    }
    for (int i = 0; i < fields.length; i++) {
      if (event.has(i)) {
        fields[i].write(row, event);
      }
    }
  }
}
