package lambda.core.event;

import java.util.List;
import java.util.OptionalLong;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import org.jspecify.annotations.Nullable;

/// Decodes the JSON records of one stream. What is malformed is decided here and nowhere else, so
/// that both layers agree on it. Stateless but for its tables: safe for several threads.
///
/// Malformed is: anything but one JSON object; a field of the schema twice; a required field that
/// is missing or null; a value of another type than the schema's, or one that its type cannot hold
/// exactly; an event time that is none, or outside the years 1 to 9999; text that no database
/// stores (U+0000, half of a surrogate pair); an id longer than [#MAX_ID_LENGTH]; what breaks a
/// quality rule. Fields that the schema does not know are no fault; the archive keeps such a
/// record's own text beside its columns.
public final class EventDecoder {
  /// The longest id, in UTF-16 units.
  public static final int MAX_ID_LENGTH = 256;

  private static final int MAX_SHOWN = 40;

  private final List<Field> fields;
  private final int id;
  private final int time;
  private final PlainReader plain;
  private final StrictReader strict;
  private final ConstraintChecker quality;

  public EventDecoder(StreamDefinition stream) {
    fields = stream.fields();
    id = fields.indexOf(stream.id());
    time = fields.indexOf(stream.time());
    RecordShape shape = RecordShape.of(fields);
    plain = new PlainReader(fields, shape, id);
    strict = new StrictReader(fields, shape, id);
    quality = new ConstraintChecker(stream);
  }

  /// @param bytes the value of a Kafka record; null is malformed
  public Decoded decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Malformed("the record has no value");
    }
    try {
      FieldValues values = plain.read(bytes);
      return event(values == null ? strict.read(bytes) : values);
    } catch (MalformedRecordException e) {
      return new Malformed(e.reason());
    }
  }

  private Decoded event(FieldValues values) throws MalformedRecordException {
    for (int i = 0; i < fields.size(); i++) {
      if (!values.has(i) && !fields.get(i).nullable()) {
        throw new MalformedRecordException("field '%s' is missing".formatted(fields.get(i).path()));
      }
    }
    Event event = new Event(fields, id, time(values), values);
    String breach = quality.breach(event);
    return breach == null ? event : new Malformed(breach);
  }

  private long time(FieldValues values) throws MalformedRecordException {
    Field field = fields.get(time);
    boolean text = field.type() instanceof FieldType.StringType;
    OptionalLong millis =
        text ? EventTime.parse(values.text(time)) : OptionalLong.of(values.number(time));
    if (millis.isEmpty()) {
      throw new MalformedRecordException(
          "field '%s' is %s: no time in ISO-8601, such as 2026-11-21T04:05:06Z"
              .formatted(field.path(), shown(values.text(time))));
    }
    if (!EventTime.storable(millis.getAsLong())) {
      throw new MalformedRecordException(
          "field '%s' is %s: no time between the years 1 and 9999"
              .formatted(field.path(), text ? shown(values.text(time)) : values.number(time)));
    }
    return millis.getAsLong();
  }

  /// A value in a message: not longer than a line bears.
  static String shown(String text) {
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
  }
}
