package lambda.core.event;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.TimeLimit;
import lambda.core.hour.Hour;
import org.jspecify.annotations.Nullable;

/// Decodes the JSON records of one stream. Only this class decides what is malformed, so both
/// layers agree on it. Immutable, so safe for several threads.
///
/// A record is malformed if it is anything but one JSON object in UTF-8, which may begin with a
/// byte order mark; has a field of the schema twice; lacks a required field, or has null there; has
/// a value of another type than the schema's, or one that the type cannot hold exactly; has no
/// valid event time between the years 1 and 9999, or one beyond the stream's [TimeLimit]; contains
/// text that no database stores (U+0000, half of a surrogate pair); has an id longer than
/// [#MAX_ID_LENGTH]; or violates a constraint. Fields that the schema does not know are allowed;
/// the archive keeps such a record's original text in addition to its columns.
public final class EventDecoder {
  /// The longest id, in UTF-16 units.
  public static final int MAX_ID_LENGTH = 256;

  private final List<Field> fields;
  private final int id;
  private final int time;
  private final TimeLimit limit;
  private final FastPathReader fastPath;
  private final FullReader full;
  private final ConstraintChecker constraints;

  public EventDecoder(StreamDefinition stream) {
    fields = stream.fields();
    id = fields.indexOf(stream.id());
    time = fields.indexOf(stream.time());
    limit = stream.timeLimit();
    SchemaNode root = SchemaNode.of(fields);
    fastPath = new FastPathReader(fields, root, id);
    full = new FullReader(fields, root, id);
    constraints = new ConstraintChecker(stream);
  }

  /// @param bytes the value of a Kafka record; null is malformed
  /// @param arrival the hour that the record belongs to, by which the event time is judged: both
  ///   layers agree on it, and unlike the record's timestamp it is not the producer's to choose
  public Decoded decode(byte @Nullable [] bytes, Hour arrival) {
    if (bytes == null) {
      return new Malformed("the record has no value");
    }
    try {
      FieldValues values = fastPath.read(bytes);
      return event(values == null ? full.read(bytes) : values, arrival);
    } catch (MalformedRecordException e) {
      return new Malformed(e.reason());
    }
  }

  private Decoded event(FieldValues values, Hour arrival) throws MalformedRecordException {
    for (int i = 0; i < fields.size(); i++) {
      if (!values.has(i) && !fields.get(i).nullable()) {
        throw new MalformedRecordException("field '%s' is missing".formatted(fields.get(i).path()));
      }
    }
    long at = time(values);
    String limited = violatedLimit(arrival, at);
    if (limited != null) {
      return new Malformed(wrongTime(values, limited), true);
    }
    Event event = new Event(fields, id, at, values);
    String violation = constraints.violation(event);
    return violation == null ? event : new Malformed(violation);
  }

  private long time(FieldValues values) throws MalformedRecordException {
    boolean text = fields.get(time).type() instanceof FieldType.StringType;
    OptionalLong millis =
        text ? EventTime.parse(values.asString(time)) : OptionalLong.of(values.asLong(time));
    if (millis.isPresent() && EventTime.storable(millis.getAsLong())) {
      return millis.getAsLong();
    }
    throw new MalformedRecordException(
        wrongTime(
            values,
            millis.isPresent()
                ? "a time between the years 1 and 9999"
                : "an ISO-8601 time such as 2026-11-21T04:05:06Z"));
  }

  /// What the time must be but is not; null if it is within the limit.
  private @Nullable String violatedLimit(Hour arrival, long at) {
    if (at < arrival.start().toEpochMilli() - limit.past().toMillis()) {
      return "at most %s before the hour in which the record arrived"
          .formatted(shown(limit.past()));
    }
    if (at >= arrival.end().toEpochMilli() + limit.future().toMillis()) {
      return "at most %s after the hour in which the record arrived"
          .formatted(shown(limit.future()));
    }
    return null;
  }

  private static String shown(Duration duration) {
    return duration.equals(Duration.ofDays(duration.toDays()))
        ? duration.toDays() + " days"
        : duration.toString();
  }

  private String wrongTime(FieldValues values, String wanted) {
    Field field = fields.get(time);
    boolean text = field.type() instanceof FieldType.StringType;
    return "field '%s' must be %s, but is %s"
        .formatted(
            field.path(),
            wanted,
            Reasons.shown(text ? values.asString(time) : (Object) values.asLong(time)));
  }
}
