package lambda.generator.maker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lambda.core.definition.Field;

/// Finds the fields of a stream in an event's JSON.
public final class JsonFields {
  private JsonFields() {}

  /// A new, empty object.
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// The value; a missing node if it is absent.
  public static JsonNode value(JsonNode event, Field field) {
    return event.at("/" + field.path().replace('.', '/'));
  }

  /// The record around the field, created if it is absent.
  public static ObjectNode parent(ObjectNode event, Field field) {
    int dot = field.path().lastIndexOf('.');
    return dot < 0
        ? event
        : event.withObject("/" + field.path().substring(0, dot).replace('.', '/'));
  }

  /// The field's own name in the record around it.
  public static String name(Field field) {
    return field.path().substring(field.path().lastIndexOf('.') + 1);
  }
}
