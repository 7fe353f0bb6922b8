package lambda.serving;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Queries the figures and events in Elasticsearch. Thread-safe; close it after use.
public final class SearchQuery implements AutoCloseable {
  private static final int PAGE = 5_000;
  private static final Time KEEP_ALIVE = Time.of(time -> time.time("1m"));
  private static final SortOptions ANY_ORDER =
      SortOptions.of(s -> s.field(f -> f.field("_shard_doc")));

  private static final Query MATCH_ALL = Query.of(query -> query.matchAll(all -> all));

  /// Reads numbers exactly: a decimal never becomes a double.
  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final ElasticsearchClient client;

  /// @param address as in `http://127.0.0.1:9200`
  public SearchQuery(String address) {
    client = ElasticsearchClient.of(c -> c.host(address).jsonMapper(new JacksonJsonpMapper(EXACT)));
  }

  /// All figures of the view.
  public List<ViewRow> rows(ViewDefinition view) {
    return documents(view.name(), MATCH_ALL).stream().map(document -> row(view, document)).toList();
  }

  /// The figures of a range of windows.
  public List<ViewRow> rows(ViewDefinition view, WindowRange range) {
    Query windows =
        Query.of(query ->
            query.range(r ->
                r.date(d ->
                    d.field("window_start")
                        .gte(range.from().toString())
                        .lt(range.to().toString())
                        .format("strict_date_optional_time_nanos"))));
    return documents(view.name(), windows).stream().map(document -> row(view, document)).toList();
  }

  /// Lets readers find everything that was written so far.
  public void refresh(ViewDefinition view) {
    try {
      client.indices().refresh(refresh -> refresh.index(view.name()).ignoreUnavailable(true));
    } catch (IOException | ElasticsearchException e) {
      throw unanswered(view.name(), e);
    }
  }

  /// Whether the view can be searched.
  public boolean exists(ViewDefinition view) {
    try {
      return client.indices().exists(exists -> exists.index(view.name())).value();
    } catch (IOException | ElasticsearchException e) {
      throw unanswered(view.name(), e);
    }
  }

  /// How many documents an index holds; 0 if the index does not exist.
  public long count(String index) {
    try {
      return client.count(c -> c.index(index).ignoreUnavailable(true)).count();
    } catch (IOException | ElasticsearchException e) {
      throw unanswered(index, e);
    }
  }

  private List<JsonNode> documents(String indices, Query query) {
    try {
      String view = client.openPointInTime(p -> p.index(indices).keepAlive(KEEP_ALIVE)).id();
      try {
        List<JsonNode> documents = new ArrayList<>();
        List<Hit<JsonNode>> page = page(view, query, List.of());
        while (!page.isEmpty()) {
          page.stream().map(Hit::source).forEach(documents::add);
          page = page(view, query, page.getLast().sort());
        }
        return documents;
      } finally {
        client.closePointInTime(p -> p.id(view));
      }
    } catch (IOException | ElasticsearchException e) {
      throw unanswered(indices, e);
    }
  }

  private List<Hit<JsonNode>> page(String view, Query query, List<FieldValue> after)
      throws IOException {
    return client
        .search(
            search -> {
              search
                  .pit(p -> p.id(view).keepAlive(KEEP_ALIVE))
                  .query(query)
                  .size(PAGE)
                  .trackTotalHits(t -> t.enabled(false))
                  .sort(ANY_ORDER);
              return after.isEmpty() ? search : search.searchAfter(after);
            },
            JsonNode.class)
        .hits()
        .hits();
  }

  private static LambdaException unanswered(String indices, Exception cause) {
    return LambdaException.retry(
        "Elasticsearch does not answer for %s: %s".formatted(indices, cause.getMessage()), cause);
  }

  private static ViewRow row(ViewDefinition view, JsonNode document) {
    Map<String, @Nullable BigDecimal> measures = new LinkedHashMap<>();
    for (String measure : view.measureColumns()) {
      JsonNode value = document.path(measure);
      measures.put(measure, value.isNumber() ? value.decimalValue() : null);
    }
    List<@Nullable String> key = new ArrayList<>();
    for (String column : view.keyColumns()) {
      JsonNode value = document.path(column);
      key.add(value.isMissingNode() || value.isNull() ? null : value.asText());
    }
    return new ViewRow(
        Instant.parse(document.path("window_start").asText()),
        Collections.unmodifiableList(key),
        measures,
        document.path("source").asText());
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
