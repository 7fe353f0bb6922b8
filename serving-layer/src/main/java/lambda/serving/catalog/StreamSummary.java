package lambda.serving.catalog;

import java.util.List;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;

/// A declared stream. Stable: programs read it, from `./lambda streams --json` and from the API.
///
/// @param fields each with its path and its type
/// @param rules the number of constraints
/// @param rawSink empty if the stream has none
public record StreamSummary(
    String stream,
    String topic,
    int partitions,
    List<String> fields,
    int rules,
    String rawSink,
    List<View> views) {

  /// A view of the stream.
  public record View(String view, String window, List<String> groupBy, List<String> measures) {
    static View of(ViewDefinition view) {
      return new View(view.name(), view.window().unit(), view.keyColumns(), view.measureColumns());
    }
  }

  public static StreamSummary of(StreamDefinition stream) {
    return new StreamSummary(
        stream.name(),
        stream.topic(),
        stream.partitions(),
        stream.fields().stream()
            .map(field -> "%s %s".formatted(field.path(), field.type().describe()))
            .toList(),
        stream.constraints().size(),
        stream.rawSink().orElse(""),
        stream.views().stream().map(View::of).toList());
  }
}
