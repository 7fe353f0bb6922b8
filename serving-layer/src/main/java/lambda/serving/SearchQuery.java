package lambda.serving;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeAggregate;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeAggregation;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeAggregationSource;
import co.elastic.clients.elasticsearch._types.aggregations.CompositeBucket;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.util.NamedValue;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Asks the Elasticsearch projection of a declared view for its figures: partials added up by
/// window and key, as a dashboard does it.
public final class SearchQuery {
  private static final int PAGE = 5_000;
  private static final String WINDOW = "window_start";

  private final ElasticsearchClient client;

  public SearchQuery(ElasticsearchClient client) {
    this.client = client;
  }

  /// All figures of the view. `source` is `elasticsearch`.
  public List<ViewRow> rows(ViewDefinition view) {
    List<ViewRow> rows = new ArrayList<>();
    Map<String, FieldValue> after = Map.of();
    do {
      CompositeAggregate page = page(view, after);
      page.buckets().array().forEach(bucket -> rows.add(row(view, bucket)));
      after = page.afterKey();
    } while (!after.isEmpty());
    return rows;
  }

  private CompositeAggregate page(ViewDefinition view, Map<String, FieldValue> after) {
    List<NamedValue<CompositeAggregationSource>> sources = new ArrayList<>();
    sources.add(source(WINDOW));
    view.keyColumns().forEach(column -> sources.add(source(column)));
    Map<String, Aggregation> measures = new HashMap<>();
    view.measureColumns()
        .forEach(
            measure -> measures.put(measure, Aggregation.of(a -> a.sum(s -> s.field(measure)))));
    CompositeAggregation composite =
        CompositeAggregation.of(c -> {
          c.size(PAGE).sources(sources);
          return after.isEmpty() ? c : c.after(after);
        });
    try {
      SearchResponse<Void> response =
          client.search(
              search ->
                  search
                      .index(view.name() + "-*")
                      .size(0)
                      .allowNoIndices(true)
                      .aggregations("rows", a -> a.composite(composite).aggregations(measures)),
              Void.class);
      return response.aggregations().containsKey("rows")
          ? response.aggregations().get("rows").composite()
          : CompositeAggregate.of(c -> c.buckets(b -> b.array(List.of())));
    } catch (IOException | ElasticsearchException e) {
      throw LambdaException.retry("Elasticsearch does not answer for view " + view.name(), e);
    }
  }

  private static NamedValue<CompositeAggregationSource> source(String column) {
    return NamedValue.of(
        column,
        CompositeAggregationSource.of(s -> s.terms(t -> t.field(column).missingBucket(true))));
  }

  private static ViewRow row(ViewDefinition view, CompositeBucket bucket) {
    Map<String, Long> measures = new LinkedHashMap<>();
    for (String measure : view.measureColumns()) {
      measures.put(measure, sum(bucket.aggregations().get(measure)));
    }
    String key =
        view.keyColumns().stream()
            .map(column -> text(bucket.key().get(column)))
            .collect(Collectors.joining("|"));
    FieldValue window = Objects.requireNonNull(bucket.key().get(WINDOW));
    return new ViewRow(Instant.ofEpochMilli(window.longValue()), key, measures, "elasticsearch");
  }

  private static long sum(@Nullable Aggregate aggregate) {
    Double sum = aggregate == null ? null : aggregate.sum().value();
    return sum == null ? 0 : sum.longValue();
  }

  private static String text(@Nullable FieldValue value) {
    return value == null || value.isNull() ? "" : value._toJsonString();
  }
}
