package lambda.tests.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The document that the API serves about itself, and what it says about answers.
final class OpenApi {
  private final JsonNode document;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  OpenApi(JsonNode document) {
    this.document = document;
  }

  /// A method of a path.
  record Operation(String path, String method, JsonNode node) {
    String name() {
      return node.path("operationId").asText();
    }
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        operations.add(new Operation(path.getKey(), method.getKey(), method.getValue()));
      }
    }
    return operations;
  }

  /// The parameters of an operation, with references followed.
  List<JsonNode> parameters(Operation operation) {
    List<JsonNode> parameters = new ArrayList<>();
    operation.node().path("parameters").forEach(each -> parameters.add(followed(each)));
    return parameters;
  }

  /// Why an answer is not what the document says; empty if it is.
  ///
  /// @param contentType with or without parameters
  Optional<String> fault(Operation operation, int status, String contentType, String body) {
    JsonNode response = followed(operation.node().path("responses").path(Integer.toString(status)));
    if (response.isMissingNode()) {
      return Optional.of("status %d is not documented".formatted(status));
    }
    String mediaType = contentType.replaceAll(";.*", "");
    JsonNode content = response.path("content").path(mediaType);
    if (content.isMissingNode()) {
      return Optional.of("content of type '%s' is not documented".formatted(contentType));
    }
    if (!mediaType.endsWith("json")) {
      return Optional.empty();
    }
    List<Error> errors = validate(content.path("schema"), ApiFixture.read(body));
    return errors.isEmpty() ? Optional.empty() : Optional.of(errors.toString());
  }

  List<Error> validate(JsonNode schema, JsonNode value) {
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.putArray("allOf").add(schema);
    whole.set("components", document.path("components"));
    return schemas.getSchema(whole).validate(value);
  }

  JsonNode schema(String name) {
    return document.path("components").path("schemas").path(name);
  }

  private JsonNode followed(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }
}
