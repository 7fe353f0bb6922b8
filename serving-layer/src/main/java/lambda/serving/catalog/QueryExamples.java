package lambda.serving.catalog;

import static lambda.store.Sql.name;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.Measure;
import lambda.core.definition.ViewDefinition;

/// How to query a view, to copy.
///
/// @param curl the last figures, from the API
/// @param sql the last figures, for psql
/// @param duckdb the figures of the batch layer, from the Parquet files on S3; distinct counts are
///   left out, since DuckDB cannot merge their sketches
public record QueryExamples(String curl, String sql, String duckdb) {

  static QueryExamples of(ViewDefinition view, Places places) {
    return new QueryExamples(
        "curl '%s/api/views/%s?limit=20'".formatted(places.api(), view.name()),
        "select * from serving.%s order by window_start desc limit 20;"
            .formatted(column(view.name())),
        duckdb(view, places.bucket()));
  }

  private static String duckdb(ViewDefinition view, String bucket) {
    List<String> keys =
        Stream.concat(Stream.of("window_start"), view.keyColumns().stream()).toList();
    String figures =
        view.measures().stream()
            .filter(measure -> !(measure instanceof Measure.CountDistinct))
            .map(measure -> ", %s as %s".formatted(merged(measure), column(measure.name())))
            .collect(Collectors.joining());
    String columns = keys.stream().map(QueryExamples::column).collect(Collectors.joining(", "));
    return "select %1$s%2$s from read_parquet('s3://%3$s/aggregated/%4$s/**/*.parquet') group by %1$s order by %1$s;"
        .formatted(columns, figures, bucket, view.name());
  }

  private static String merged(Measure measure) {
    return switch (measure) {
      case Measure.Count count -> "sum(%s)".formatted(column(count.name()));
      case Measure.Sum sum -> "sum(%s)".formatted(column(sum.name()));
      case Measure.Min min -> "min(%s)".formatted(column(min.name()));
      case Measure.Max max -> "max(%s)".formatted(column(max.name()));
      case Measure.CountDistinct distinct -> column(distinct.name());
      case Measure.Quotient(_, Measure.Folded dividend, Measure.Folded divisor) ->
          "%s / nullif(%s, 0)".formatted(merged(dividend), merged(divisor));
    };
  }

  /// Names are quoted only where they must be.
  private static String column(String identifier) {
    return identifier.matches("[a-z_][a-z0-9_]*") ? identifier : name(identifier);
  }
}
