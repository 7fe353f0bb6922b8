package lambda.core.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
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
  private static final JsonFactory JSON = new JsonFactory();

  private final List<Field> fields;
  private final RecordShape shape;
  private final int nodes;
  private final int id;
  private final int time;
  private final Quality quality;

  public EventDecoder(StreamDefinition stream) {
    fields = stream.fields();
    shape = RecordShape.of(fields);
    nodes = shape.size();
    id = fields.indexOf(stream.id());
    time = fields.indexOf(stream.time());
    quality = new Quality(stream);
  }

  /// @param bytes the value of a Kafka record; null is malformed
  public Decoded decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Malformed("the record has no value");
    }
    try (JsonParser parser = JSON.createParser(bytes)) {
      return new Reading(parser).event();
    } catch (JsonProcessingException e) {
      return new Malformed("not JSON: " + e.getOriginalMessage());
    } catch (BadValue e) {
      return new Malformed(e.reason);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A value in a message: not longer than a line bears.
  static String shown(String text) {
    return text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text;
  }

  /// The walk through one record.
  private final class Reading {
    private final JsonParser parser;
    private final boolean[] seen = new boolean[nodes];
    private final boolean[] present = new boolean[fields.size()];
    private final long[] numbers = new long[fields.size()];
    private final @Nullable String[] texts = new @Nullable String[fields.size()];
    private boolean extended;

    Reading(JsonParser parser) {
      this.parser = parser;
    }

    Decoded event() throws IOException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return new Malformed("not a JSON object");
      }
      object(shape);
      if (parser.nextToken() != null) {
        return new Malformed("more than one JSON value");
      }
      for (int i = 0; i < present.length; i++) {
        if (!present[i] && !fields.get(i).nullable()) {
          return new Malformed("field '%s' is missing".formatted(fields.get(i).path()));
        }
      }
      Event event = new Event(fields, id, time(), extended, present, numbers, texts);
      String breach = quality.breach(event);
      return breach == null ? event : new Malformed(breach);
    }

    private long time() throws BadValue {
      String text = texts[time];
      OptionalLong millis = text == null ? OptionalLong.of(numbers[time]) : EventTime.parse(text);
      if (millis.isEmpty()) {
        throw new BadValue(
            "field '%s' is %s: no time in ISO-8601, such as 2026-11-21T04:05:06Z"
                .formatted(fields.get(time).path(), shown(String.valueOf(text))));
      }
      if (!EventTime.storable(millis.getAsLong())) {
        throw new BadValue(
            "field '%s' is %s: no time between the years 1 and 9999"
                .formatted(fields.get(time).path(), text == null ? numbers[time] : shown(text)));
      }
      return millis.getAsLong();
    }

    private void object(RecordShape object) throws IOException {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        RecordShape member = object.member(name);
        if (member == null) {
          extended = true;
          parser.skipChildren();
          continue;
        }
        if (seen[member.index()]) {
          throw new BadValue("field '%s' stands there twice".formatted(member.path()));
        }
        seen[member.index()] = true;
        if (token == JsonToken.VALUE_NULL) {
          continue;
        }
        if (member.position() >= 0) {
          value(token, member.position());
        } else {
          expect(token == JsonToken.START_OBJECT, member.path(), "record");
          object(member);
        }
      }
    }

    private void value(JsonToken token, int position) throws IOException {
      Field field = fields.get(position);
      switch (field.type()) {
        case FieldType.Text _ -> texts[position] = text(token, position);
        case FieldType.Whole _ -> {
          expect(token == JsonToken.VALUE_NUMBER_INT, field);
          numbers[position] = whole(field);
        }
        case FieldType.Decimal decimal -> {
          expect(token.isNumeric(), field);
          numbers[position] = decimal(field, decimal);
        }
        case FieldType.Real _ -> {
          expect(token.isNumeric(), field);
          double number = parser.getDoubleValue();
          expect(Double.isFinite(number), field);
          // Adding 0 makes -0.0 the one zero.
          numbers[position] = Double.doubleToRawLongBits(number + 0.0);
        }
        case FieldType.Bool _ -> {
          expect(token.isBoolean(), field);
          numbers[position] = parser.getBooleanValue() ? 1 : 0;
        }
      }
      present[position] = true;
    }

    private long whole(Field field) throws IOException {
      try {
        return parser.getLongValue();
      } catch (JsonProcessingException e) {
        throw new BadValue("field '%s' is no 64-bit number".formatted(field.path()));
      }
    }

    private long decimal(Field field, FieldType.Decimal type) throws IOException {
      try {
        return type.unscaled(parser.getDecimalValue());
      } catch (ArithmeticException e) {
        throw new BadValue(
            "field '%s' is %s, which does not fit into a %s"
                .formatted(field.path(), shown(parser.getText()), type.words()));
      }
    }

    private String text(JsonToken token, int position) throws IOException {
      Field field = fields.get(position);
      expect(token == JsonToken.VALUE_STRING, field);
      String text = parser.getText();
      if (position == id && text.length() > MAX_ID_LENGTH) {
        throw new BadValue(
            "field '%s' is longer than %d characters".formatted(field.path(), MAX_ID_LENGTH));
      }
      if (!storable(text)) {
        throw new BadValue(
            "field '%s' holds U+0000 or half of a surrogate pair".formatted(field.path()));
      }
      return text;
    }

    private void expect(boolean fits, Field field) throws IOException {
      expect(fits, field.path(), field.type().words());
    }

    private void expect(boolean fits, String path, String wanted) throws IOException {
      if (!fits) {
        String found = parser.currentToken().isStructStart() ? "nested" : parser.getText();
        throw new BadValue(
            "field '%s' must be of type %s, but is %s".formatted(path, wanted, shown(found)));
      }
    }
  }

  private static boolean storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isLowSurrogate(c)) {
        return false;
      }
      if (Character.isHighSurrogate(c)) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      }
    }
    return true;
  }

  /// Leaves the walk through the record; it is caught in this class.
  private static final class BadValue extends IOException {
    private final String reason;

    BadValue(String reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
