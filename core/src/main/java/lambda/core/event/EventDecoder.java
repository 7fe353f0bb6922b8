package lambda.core.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import org.jspecify.annotations.Nullable;

/// Decodes the JSON records of one stream. What is malformed is decided here and nowhere else, so
/// that both layers agree on it. Stateless but for its tables: safe for several threads.
///
/// Malformed is: anything but one JSON object; a field twice; a required field that is missing or
/// null; a value of another type than the schema's; an event time outside the years 1 to 9999; text
/// that no database stores (U+0000, half of a surrogate pair); an id or key field longer than
/// [#MAX_KEY_LENGTH]. Fields that the schema does not know are no fault; the archive keeps such a
/// record's own text beside its columns.
public final class EventDecoder {
  /// The longest text, in UTF-16 units, that may stand in an id or in a view's key.
  public static final int MAX_KEY_LENGTH = 256;

  private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final List<Field> fields;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Set<Field> keys = new HashSet<>();
  private final int id;
  private final int time;

  public EventDecoder(StreamDefinition stream) {
    fields = stream.fields();
    for (int i = 0; i < fields.size(); i++) {
      positions.put(fields.get(i).name(), i);
    }
    keys.add(stream.id());
    stream.views().stream().map(ViewDefinition::groupBy).forEach(keys::addAll);
    id = fields.indexOf(stream.id());
    time = fields.indexOf(stream.time());
  }

  /// @param bytes the value of a Kafka record; null is malformed
  public Decoded decode(byte @Nullable [] bytes) {
    if (bytes == null) {
      return new Malformed("the record has no value");
    }
    try (JsonParser parser = JSON.createParser(bytes)) {
      return decode(parser);
    } catch (JsonProcessingException e) {
      return new Malformed("not JSON: " + e.getOriginalMessage());
    } catch (BadValue e) {
      return new Malformed(e.reason);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Decoded decode(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return new Malformed("not a JSON object");
    }
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    boolean extended = false;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      Integer position = positions.get(name);
      if (position == null) {
        extended = true;
        parser.skipChildren();
      } else {
        values[position] = value(parser, token, fields.get(position));
      }
    }
    if (parser.nextToken() != null) {
      return new Malformed("more than one JSON value");
    }
    return validated(values, extended);
  }

  private Decoded validated(@Nullable Object[] values, boolean extended) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && !fields.get(i).nullable()) {
        return new Malformed("field '%s' is missing".formatted(fields.get(i).name()));
      }
    }
    if (values[id] instanceof String eventId && values[time] instanceof Long millis) {
      if (millis < EARLIEST || millis > LATEST) {
        return new Malformed(
            "field '%s' is %d: no time between the years 1 and 9999"
                .formatted(fields.get(time).name(), millis));
      }
      return new Event(eventId, millis, Arrays.asList(values), extended);
    }
    throw new IllegalStateException("id and time are declared as text and number");
  }

  private @Nullable Object value(JsonParser parser, JsonToken token, Field field)
      throws IOException, BadValue {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    return switch (field.type()) {
      case STRING -> text(parser, token, field);
      case LONG -> {
        expect(token == JsonToken.VALUE_NUMBER_INT, parser, field);
        try {
          yield parser.getLongValue();
        } catch (JsonProcessingException e) {
          throw new BadValue("field '%s' is no 64-bit number".formatted(field.name()));
        }
      }
      case DOUBLE -> {
        expect(token.isNumeric(), parser, field);
        double number = parser.getDoubleValue();
        expect(Double.isFinite(number), parser, field);
        yield number;
      }
      case BOOLEAN -> {
        expect(token.isBoolean(), parser, field);
        yield parser.getBooleanValue();
      }
    };
  }

  private String text(JsonParser parser, JsonToken token, Field field)
      throws IOException, BadValue {
    expect(token == JsonToken.VALUE_STRING, parser, field);
    String text = parser.getText();
    if (keys.contains(field) && text.length() > MAX_KEY_LENGTH) {
      throw new BadValue(
          "field '%s' is longer than %d characters".formatted(field.name(), MAX_KEY_LENGTH));
    }
    if (!storable(text)) {
      throw new BadValue(
          "field '%s' holds U+0000 or half of a surrogate pair".formatted(field.name()));
    }
    return text;
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

  private static void expect(boolean fits, JsonParser parser, Field field)
      throws IOException, BadValue {
    if (!fits) {
      String found = parser.currentToken().isStructStart() ? "nested" : parser.getText();
      String shown = found.length() > 40 ? found.substring(0, 40) + "…" : found;
      throw new BadValue(
          "field '%s' must be of type %s, but is %s".formatted(field.name(), wanted(field), shown));
    }
  }

  private static String wanted(Field field) {
    FieldType type = field.type();
    return switch (type) {
      case STRING -> "string";
      case LONG -> "long";
      case DOUBLE -> "double";
      case BOOLEAN -> "boolean";
    };
  }

  /// Leaves the walk through the record; it is caught in this class and carries no stack.
  private static final class BadValue extends IOException {
    private final String reason;

    BadValue(String reason) {
      super(reason);
      this.reason = reason;
    }
  }
}
