package lambda.core.definition;

import java.util.List;
import java.util.stream.Collectors;
import lambda.core.failure.LambdaException;

/// All declared streams.
public record Streams(List<StreamDefinition> all) {
  public Streams {
    all = List.copyOf(all);
  }

  /// @throws LambdaException if no such stream is declared; the message lists the declared ones
  public StreamDefinition stream(String name) {
    return all.stream()
        .filter(stream -> stream.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            LambdaException.badInput(
                "there is no stream '%s'; the declared streams are: %s"
                    .formatted(name, names(all.stream().map(StreamDefinition::name).toList()))));
  }

  /// @throws LambdaException if no such view is declared; the message lists the declared ones
  public ViewDefinition view(String name) {
    return streamOf(name).views().stream()
        .filter(view -> view.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// The stream that declares the view.
  ///
  /// @throws LambdaException if no such view is declared; the message lists the declared ones
  public StreamDefinition streamOf(String view) {
    return all.stream()
        .filter(stream -> stream.views().stream().anyMatch(v -> v.name().equals(view)))
        .findFirst()
        .orElseThrow(() ->
            LambdaException.badInput(
                "there is no view '%s'; the declared views are: %s"
                    .formatted(view, names(viewNames()))));
  }

  private List<String> viewNames() {
    return all.stream()
        .flatMap(stream -> stream.views().stream())
        .map(ViewDefinition::name)
        .toList();
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "none" : names.stream().sorted().collect(Collectors.joining(", "));
  }
}
