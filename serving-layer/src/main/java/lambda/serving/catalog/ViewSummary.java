package lambda.serving.catalog;

import java.util.List;
import lambda.core.definition.Measure;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.serving.Granularity;

/// A declared view. Stable: programs read it.
///
/// @param groupBy the columns whose values form the key, in order
/// @param granularities what figures can be merged to, the view's own windows first
/// @param query how to query it from elsewhere
public record ViewSummary(
    String view,
    String stream,
    String window,
    List<String> groupBy,
    List<MeasureSummary> measures,
    List<String> granularities,
    QueryExamples query) {

  /// A measure of a view.
  ///
  /// @param kind `count`, `sum`, `min`, `max`, `uniques`, or `ratio` of two others, as averages are
  /// @param definition what it computes, in one line
  public record MeasureSummary(String name, String kind, String definition) {
    static MeasureSummary of(Measure measure) {
      return new MeasureSummary(measure.name(), kind(measure), measure.describe());
    }

    private static String kind(Measure measure) {
      return switch (measure) {
        case Measure.Count _ -> "count";
        case Measure.Sum _ -> "sum";
        case Measure.Min _ -> "min";
        case Measure.Max _ -> "max";
        case Measure.CountDistinct _ -> "uniques";
        case Measure.Quotient _ -> "ratio";
      };
    }
  }

  public static ViewSummary of(StreamDefinition stream, ViewDefinition view, Places places) {
    return new ViewSummary(
        view.name(),
        stream.name(),
        view.window().unit(),
        view.keyColumns(),
        view.measures().stream().map(MeasureSummary::of).toList(),
        Granularity.from(view.window()).stream().map(Granularity::label).toList(),
        QueryExamples.of(view, places));
  }
}
