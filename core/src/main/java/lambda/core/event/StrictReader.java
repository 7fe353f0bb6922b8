package lambda.core.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;

/// Reads any record, and says of one that cannot be read what is wrong with it. Safe for several
/// threads.
final class StrictReader {
  private static final JsonFactory JSON = new JsonFactory();

  private final List<Field> fields;
  private final RecordShape shape;
  private final int nodes;
  private final int id;

  /// @param id the position of the event's id
  StrictReader(List<Field> fields, RecordShape shape, int id) {
    this.fields = fields;
    this.shape = shape;
    this.id = id;
    nodes = shape.size();
  }

  FieldValues read(byte[] bytes) throws MalformedRecordException {
    try (JsonParser parser = JSON.createParser(bytes)) {
      return new Walk(bytes, parser).read();
    } catch (JsonProcessingException e) {
      throw new MalformedRecordException("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory cannot be read", e);
    }
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
      object(shape);
      if (parser.nextToken() != null) {
        throw new MalformedRecordException("more than one JSON value");
      }
      return values;
    }

    private void object(RecordShape record) throws IOException, MalformedRecordException {
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        RecordShape member = record.member(name);
        if (member == null) {
          values.extend();
          parser.skipChildren();
          continue;
        }
        if (!values.see(member)) {
          throw new MalformedRecordException(
              "field '%s' stands there twice".formatted(member.path()));
        }
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

    private void value(JsonToken token, int position) throws IOException, MalformedRecordException {
      Field field = fields.get(position);
      switch (field.type()) {
        case FieldType.StringType _ -> values.text(position, text(token, position));
        case FieldType.LongType _ -> {
          expect(token == JsonToken.VALUE_NUMBER_INT, field);
          values.number(position, whole(field));
        }
        case FieldType.DecimalType decimal -> {
          expect(token.isNumeric(), field);
          values.number(position, decimal(field, decimal));
        }
        case FieldType.DoubleType _ -> {
          expect(token.isNumeric(), field);
          double number = parser.getDoubleValue();
          expect(Double.isFinite(number), field);
          values.real(position, number);
        }
        case FieldType.BooleanType _ -> {
          expect(token.isBoolean(), field);
          values.bool(position, parser.getBooleanValue());
        }
      }
    }

    private long whole(Field field) throws IOException, MalformedRecordException {
      try {
        return parser.getLongValue();
      } catch (JsonProcessingException e) {
        throw new MalformedRecordException(
            "field '%s' is no 64-bit number".formatted(field.path()));
      }
    }

    private long decimal(Field field, FieldType.DecimalType type)
        throws IOException, MalformedRecordException {
      try {
        return type.unscaled(parser.getDecimalValue());
      } catch (ArithmeticException e) {
        throw new MalformedRecordException(
            "field '%s' is %s, which does not fit into a %s"
                .formatted(field.path(), EventDecoder.shown(parser.getText()), type.describe()));
      }
    }

    private String text(JsonToken token, int position)
        throws IOException, MalformedRecordException {
      Field field = fields.get(position);
      expect(token == JsonToken.VALUE_STRING, field);
      String text = parser.getText();
      if (position == id && text.length() > EventDecoder.MAX_ID_LENGTH) {
        throw new MalformedRecordException(
            "field '%s' is longer than %d characters"
                .formatted(field.path(), EventDecoder.MAX_ID_LENGTH));
      }
      if (!storable(text)) {
        throw new MalformedRecordException(
            "field '%s' holds U+0000 or half of a surrogate pair".formatted(field.path()));
      }
      return text;
    }

    private void expect(boolean fits, Field field) throws IOException, MalformedRecordException {
      expect(fits, field.path(), field.type().describe());
    }

    private void expect(boolean fits, String path, String wanted)
        throws IOException, MalformedRecordException {
      if (!fits) {
        String found = parser.currentToken().isStructStart() ? "nested" : parser.getText();
        throw new MalformedRecordException(
            "field '%s' must be of type %s, but is %s"
                .formatted(path, wanted, EventDecoder.shown(found)));
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
}
