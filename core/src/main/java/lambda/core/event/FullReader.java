package lambda.core.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.CharBuffer;
import java.util.List;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.failure.JsonErrors;

/// Reads any record with Jackson, and explains what is wrong with one that it cannot read. Safe for
/// several threads.
final class FullReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final List<Field> fields;
  private final SchemaNode root;
  private final int nodes;
  private final int id;

  /// @param id the position of the event's id
  FullReader(List<Field> fields, SchemaNode root, int id) {
    this.fields = fields;
    this.root = root;
    this.id = id;
    nodes = root.size();
  }

  FieldValues read(byte[] bytes) throws MalformedRecordException {
    CharBuffer text = Utf8.decode(bytes);
    try (JsonParser parser = parser(text)) {
      return new Walk(bytes, parser).read();
    } catch (JsonProcessingException e) {
      throw new MalformedRecordException("not valid JSON: " + JsonErrors.message(e));
    } catch (IOException e) {
      throw new IllegalStateException("text in memory cannot be read", e);
    }
  }

  private static JsonParser parser(CharBuffer text) throws IOException {
    return JSON.createParser(text.array(), text.arrayOffset() + text.position(), text.remaining());
  }

  /// The walk through one record.
  private final class Walk {
    private final JsonParser parser;
    private final FieldValues values;

    Walk(byte[] bytes, JsonParser parser) {
      this.parser = parser;
      values = new FieldValues(bytes, nodes, fields.size());
    }

    FieldValues read() throws IOException, MalformedRecordException {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedRecordException("not a JSON object");
      }
      object(root);
      if (parser.nextToken() != null) {
        throw new MalformedRecordException("more than one JSON value");
      }
      return values;
    }

    private void object(SchemaNode record) throws IOException, MalformedRecordException {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        SchemaNode member = record.member(name);
        if (member == null) {
          values.markUnknownField();
          parser.skipChildren();
          continue;
        }
        if (!values.markSeen(member)) {
          throw new MalformedRecordException("field '%s' occurs twice".formatted(member.path()));
        }
        if (token == JsonToken.VALUE_NULL) {
          continue;
        }
        if (member.isRecord()) {
          expect(token == JsonToken.START_OBJECT, member.path(), "an object");
          object(member);
        } else {
          value(token, member.position());
        }
      }
    }

    private void value(JsonToken token, int position) throws IOException, MalformedRecordException {
      Field field = fields.get(position);
      switch (field.type()) {
        case FieldType.StringType _ -> values.setString(position, string(token, position));
        case FieldType.LongType _ -> {
          expect(token == JsonToken.VALUE_NUMBER_INT, field);
          values.setLong(position, longValue(field));
        }
        case FieldType.DecimalType decimal -> {
          expect(token.isNumeric(), field);
          values.setLong(position, unscaled(field, decimal));
        }
        case FieldType.DoubleType _ -> {
          expect(token.isNumeric(), field);
          double number = parser.getDoubleValue();
          expect(Double.isFinite(number), field);
          values.setDouble(position, number);
        }
        case FieldType.BooleanType _ -> {
          expect(token.isBoolean(), field);
          values.setBoolean(position, parser.getBooleanValue());
        }
      }
    }

    private long longValue(Field field) throws IOException, MalformedRecordException {
      try {
        return parser.getLongValue();
      } catch (JsonProcessingException e) {
        throw doesNotFit(field);
      }
    }

    private long unscaled(Field field, FieldType.DecimalType type)
        throws IOException, MalformedRecordException {
      try {
        return type.unscaled(parser.getDecimalValue());
      } catch (ArithmeticException e) {
        throw doesNotFit(field);
      }
    }

    private MalformedRecordException doesNotFit(Field field) throws IOException {
      return new MalformedRecordException(
          "field '%s' is %s, which does not fit in a %s"
              .formatted(field.path(), found(), field.type().describe()));
    }

    private String string(JsonToken token, int position)
        throws IOException, MalformedRecordException {
      Field field = fields.get(position);
      expect(token == JsonToken.VALUE_STRING, field);
      String string = parser.getText();
      if (position == id && string.length() > EventDecoder.MAX_ID_LENGTH) {
        throw new MalformedRecordException(
            "field '%s' is longer than %d characters"
                .formatted(field.path(), EventDecoder.MAX_ID_LENGTH));
      }
      if (!storable(string)) {
        throw new MalformedRecordException(
            "field '%s' contains U+0000 or half of a surrogate pair".formatted(field.path()));
      }
      return string;
    }

    private void expect(boolean fits, Field field) throws IOException, MalformedRecordException {
      expect(fits, field.path(), "a " + field.type().describe());
    }

    private void expect(boolean fits, String path, String wanted)
        throws IOException, MalformedRecordException {
      if (!fits) {
        throw new MalformedRecordException(
            "field '%s' must be %s, but is %s".formatted(path, wanted, found()));
      }
    }

    /// The current value, for a message.
    private String found() throws IOException {
      return switch (parser.currentToken()) {
        case START_OBJECT -> "an object";
        case START_ARRAY -> "an array";
        case VALUE_STRING -> Reasons.quoted(parser.getText());
        default -> Reasons.cut(parser.getText());
      };
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
}
