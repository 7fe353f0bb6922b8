package lambda.serving.api;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.definition.ViewDefinition;
import lambda.core.parse.StreamFiles;
import lambda.serving.http.Closest;
import lambda.serving.http.Problem;
import lambda.serving.http.ProblemException;

/// The declared streams, as requests name them. Immutable.
///
/// @param texts the definitions as they were written, by stream
record Definitions(Streams streams, Map<String, String> texts) {
  private static final int MAX_NAMED = 20;

  static Definitions read(Path folder) {
    return new Definitions(StreamFiles.read(folder), StreamFiles.texts(folder));
  }

  List<StreamDefinition> all() {
    return streams.all();
  }

  /// @throws ProblemException if there is none; it names those that there are
  StreamDefinition stream(String name) {
    return all().stream()
        .filter(stream -> stream.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> unknown("stream", name, all().stream().map(StreamDefinition::name).toList()));
  }

  /// @throws ProblemException if there is none; it names those that there are
  ViewDefinition view(String name) {
    List<ViewDefinition> views = all().stream().flatMap(stream -> stream.views().stream()).toList();
    return views.stream()
        .filter(view -> view.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> unknown("view", name, views.stream().map(ViewDefinition::name).toList()));
  }

  private static ProblemException unknown(String what, String name, Collection<String> names) {
    List<String> closest = Closest.first(name, names).stream().limit(MAX_NAMED).toList();
    return new ProblemException(
        Problem.notFound(
            "there is no %s '%s'; there are: %s"
                .formatted(what, name, closest.isEmpty() ? "none" : String.join(", ", closest))));
  }
}
