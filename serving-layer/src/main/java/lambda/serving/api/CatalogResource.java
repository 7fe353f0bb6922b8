package lambda.serving.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.serving.catalog.Places;
import lambda.serving.catalog.StreamSummary;
import lambda.serving.catalog.ViewSummary;
import lambda.serving.http.Answer;
import lambda.serving.http.Format;
import lambda.serving.http.Request;

/// `/api/streams` and `/api/views`: what is declared.
final class CatalogResource {
  private final Definitions definitions;
  private final String bucket;

  CatalogResource(Definitions definitions, String bucket) {
    this.definitions = definitions;
    this.bucket = bucket;
  }

  /// @param yaml the definition as it was written
  record DeclaredStream(@JsonUnwrapped StreamSummary summary, String yaml) {}

  record DeclaredStreams(List<DeclaredStream> streams) {}

  record DeclaredViews(List<ViewSummary> views) {}

  Answer streams(Request request) {
    request.format(Format.JSON);
    request.parameters();
    return Answer.json(
        new DeclaredStreams(
            definitions.all().stream()
                .map(stream ->
                    new DeclaredStream(
                        StreamSummary.of(stream),
                        definitions.texts().getOrDefault(stream.name(), "")))
                .toList()));
  }

  Answer views(Request request) {
    request.format(Format.JSON);
    request.parameters();
    Places places = new Places(request.origin(), bucket);
    return Answer.json(
        new DeclaredViews(
            definitions.all().stream().flatMap(stream -> views(stream, places)).toList()));
  }

  private static Stream<ViewSummary> views(StreamDefinition stream, Places places) {
    return stream.views().stream().map(view -> ViewSummary.of(stream, view, places));
  }
}
