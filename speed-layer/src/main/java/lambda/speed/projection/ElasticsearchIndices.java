package lambda.speed.projection;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ExpandWildcard;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.mapping.DynamicMapping;
import co.elastic.clients.elasticsearch._types.mapping.Property;
import co.elastic.clients.elasticsearch.core.GetResponse;
import co.elastic.clients.elasticsearch.indices.IndexSettings;
import co.elastic.clients.elasticsearch.indices.IndexState;
import co.elastic.clients.elasticsearch.indices.update_aliases.Action;
import co.elastic.clients.json.JsonData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import lambda.core.failure.LambdaException;
import lambda.store.projection.Projections.Index;
import lambda.store.projection.RejectedDocuments.Rejected;
import org.jspecify.annotations.Nullable;

/// The projection's indices in Elasticsearch: `<alias>-g<16 hex digits>`, one at a time under each
/// alias. Thread-safe.
public final class ElasticsearchIndices implements SearchIndices {
  /// The index with the announced version of each other index.
  private static final String VERSIONS = "lambda-projections";

  /// Documents are written under this alias. Elasticsearch creates an index that is missing, but no
  /// alias, so nothing is written to an index that was deleted.
  private static final String WRITE_ALIAS = "lambda-write-";

  /// Lucene's terms have at most 32,766 bytes, and a character at most four.
  private static final int LONGEST_KEYWORD = 32_766 / 4;

  /// How long Elasticsearch remembers the version of a deleted document, and so refuses an older
  /// one that a frozen process sends late.
  private static final Time KEEP_VERSIONS = Time.of(time -> time.time("1h"));

  private static final int USUAL_FIELDS = 1_000;
  private static final int NOT_FOUND = 404;

  /// What indices were called before there were generations: by the year of the window.
  private static final String BY_YEAR = "-(\\d{4}|other)";

  private final ElasticsearchClient client;
  private final DocumentWriter documents;

  public ElasticsearchIndices(ElasticsearchClient client) {
    this.client = client;
    documents = new DocumentWriter(client);
  }

  @Override
  public Found find(String alias, Index index) {
    return answer(
        "describe " + index.name(),
        () -> {
          @Nullable IndexState state = indices(index.name()).get(index.name());
          if (state == null || !index.uuid().equals(settings(state).uuid())) {
            return new Found(false, false, OptionalLong.empty());
          }
          boolean hidden = Boolean.TRUE.equals(settings(state).hidden());
          return new Found(
              true, !hidden && state.aliases().containsKey(alias), announced(index.name()));
        });
  }

  private Map<String, IndexState> indices(String pattern) throws IOException {
    return client
        .indices()
        .get(get -> get.index(pattern).ignoreUnavailable(true).expandWildcards(ExpandWildcard.All))
        .indices();
  }

  /// The client reads what Elasticsearch nests under `index` into either place.
  private static IndexSettings settings(IndexState state) {
    IndexSettings settings = state.settings();
    if (settings == null) {
      return IndexSettings.of(s -> s);
    }
    IndexSettings nested = settings.index();
    return nested == null ? settings : nested;
  }

  private OptionalLong announced(String index) throws IOException {
    try {
      GetResponse<JsonData> version =
          client.get(get -> get.index(VERSIONS).id(index), JsonData.class);
      return version.found() && version.version() != null
          ? OptionalLong.of(version.version())
          : OptionalLong.empty();
    } catch (ElasticsearchException e) {
      if (e.status() == NOT_FOUND) {
        return OptionalLong.empty();
      }
      throw e;
    }
  }

  @Override
  public Index create(String alias, Mapping mapping, int shards) {
    String name = "%s-g%016x".formatted(alias, ThreadLocalRandom.current().nextLong());
    return answer(
        "create " + name,
        () -> {
          ensureVersions();
          int limit = Math.max(USUAL_FIELDS, 2 * mapping.fields().size());
          client
              .indices()
              .create(create ->
                  create
                      .index(name)
                      .settings(settings ->
                          settings
                              .hidden(true)
                              .gcDeletes(KEEP_VERSIONS)
                              .numberOfShards(Integer.toString(shards))
                              .autoExpandReplicas("0-1")
                              .mapping(m -> m.totalFields(f -> f.limit(Integer.toString(limit)))))
                      .aliases(WRITE_ALIAS + name, a -> a.isHidden(true))
                      .mappings(
                          m -> m.dynamic(DynamicMapping.False).properties(properties(mapping))));
          @Nullable IndexState created = indices(name).get(name);
          @Nullable String uuid = created == null ? null : settings(created).uuid();
          if (uuid == null) {
            throw new IOException("it is gone already");
          }
          return new Index(name, uuid);
        });
  }

  private void ensureVersions() throws IOException {
    if (client.indices().existsAlias(e -> e.name(WRITE_ALIAS + VERSIONS)).value()) {
      return;
    }
    client.indices().delete(delete -> delete.index(VERSIONS).ignoreUnavailable(true));
    client
        .indices()
        .create(create ->
            create
                .index(VERSIONS)
                .settings(s -> s.hidden(true).numberOfShards("1").autoExpandReplicas("0-1"))
                .aliases(WRITE_ALIAS + VERSIONS, alias -> alias.isHidden(true))
                .mappings(m -> m.dynamic(DynamicMapping.False)));
  }

  private static Map<String, Property> properties(Mapping mapping) {
    Map<String, Property> properties = new HashMap<>();
    mapping.fields().forEach((field, kind) -> properties.put(field, property(kind)));
    return properties;
  }

  private static Property property(Mapping.Kind kind) {
    return switch (kind) {
      case KEYWORD -> Property.of(p -> p.keyword(k -> k.ignoreAbove(LONGEST_KEYWORD)));
      case LONG -> Property.of(p -> p.long_(l -> l));
      case DOUBLE -> Property.of(p -> p.double_(d -> d));
      case BOOLEAN -> Property.of(p -> p.boolean_(b -> b));
      case TIME -> Property.of(p -> p.date(d -> d));
    };
  }

  @Override
  public void announce(Index index, long version) {
    answer(
        "announce version %d of %s".formatted(version, index.name()),
        () ->
            client.index(put ->
                put.index(WRITE_ALIAS + VERSIONS)
                    .requireAlias(true)
                    .id(index.name())
                    .version(version)
                    .versionType(VersionType.External)
                    .document(Map.of("index", index.name()))));
  }

  @Override
  public List<Rejected> write(Index index, List<Change> changes, long version) {
    return answer(
        "write to " + index.name(),
        () -> documents.write(WRITE_ALIAS + index.name(), changes, version));
  }

  @Override
  public void publish(String alias, Index index) {
    answer(
        "publish " + index.name(),
        () -> {
          List<String> others = others(alias, index);
          List<Action> actions = new ArrayList<>();
          others.forEach(other -> actions.add(Action.of(a -> a.removeIndex(r -> r.index(other)))));
          actions.add(Action.of(a -> a.add(add -> add.index(index.name()).alias(alias))));
          client.indices().updateAliases(update -> update.actions(actions));
          client
              .indices()
              .putSettings(put -> put.index(index.name()).settings(s -> s.hidden(false)));
          for (String other : others) {
            forget(other);
          }
          deleteTemplates(alias);
          return index;
        });
  }

  /// The indices of earlier generations, of generations that were never completed, and of versions
  /// without generations. Elasticsearch also creates one under the alias to write to, when a
  /// document is deleted from an index that was deleted a moment ago.
  private List<String> others(String alias, Index index) throws IOException {
    String generation = Pattern.quote(alias) + "-g[0-9a-f]{16}";
    Pattern ours =
        Pattern.compile(
            "(%s)?%s|%s(%s)?".formatted(WRITE_ALIAS, generation, Pattern.quote(alias), BY_YEAR));
    return indices("%1$s,%1$s-*,%2$s%1$s-g*".formatted(alias, WRITE_ALIAS)).keySet().stream()
        .filter(name -> ours.matcher(name).matches() && !name.equals(index.name()))
        .toList();
  }

  private void forget(String index) throws IOException {
    client.delete(delete -> delete.index(VERSIONS).id(index));
  }

  /// Versions without generations left templates, one for each view and for each raw sink.
  private void deleteTemplates(String alias) throws IOException {
    for (String template : List.of("lambda-" + alias, "lambda-raw-" + alias)) {
      if (client.indices().existsIndexTemplate(e -> e.name(template)).value()) {
        client.indices().deleteIndexTemplate(d -> d.name(template));
      }
    }
  }

  @Override
  public void drop(Index index) {
    answer(
        "delete " + index.name(),
        () -> {
          client.indices().delete(delete -> delete.index(index.name()).ignoreUnavailable(true));
          forget(index.name());
          return index;
        });
  }

  /// A request to Elasticsearch.
  @FunctionalInterface
  private interface Request<T> {
    T send() throws IOException;
  }

  private static <T> T answer(String what, Request<T> request) {
    try {
      return request.send();
    } catch (ElasticsearchException e) {
      throw LambdaException.retry(
          "Elasticsearch refuses to %s: %s".formatted(what, e.getMessage()), e);
    } catch (IOException e) {
      throw LambdaException.retry(
          "Elasticsearch does not answer the request to %s: %s".formatted(what, e.getMessage()), e);
    }
  }
}
