package lambda.speed;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.mapping.Property;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.bulk.OperationType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lambda.core.definition.Field;
import lambda.core.definition.FieldType;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.store.ViewTables;
import org.jspecify.annotations.Nullable;

/// The Elasticsearch indices of one view: `<view>-<year>.<month>` of the ingest hour, a document
/// for each partial. Document ids come from the partial's identity alone.
final class ViewIndex {
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("yyyy.MM").withZone(ZoneOffset.UTC);

  private final ElasticsearchClient client;
  private final ViewDefinition view;

  ViewIndex(ElasticsearchClient client, ViewDefinition view) {
    this.client = client;
    this.view = view;
  }

  ViewDefinition view() {
    return view;
  }

  /// Tells Elasticsearch the types of the columns, for indices to come.
  void ensureTemplate() {
    Map<String, Property> properties = new HashMap<>();
    properties.put("hour", Property.of(p -> p.date(d -> d)));
    properties.put("window_start", Property.of(p -> p.date(d -> d)));
    properties.put("source", Property.of(p -> p.keyword(k -> k)));
    for (Field field : view.groupBy()) {
      properties.put(field.name(), property(field.type()));
    }
    for (String measure : view.measureColumns()) {
      properties.put(measure, Property.of(p -> p.long_(l -> l)));
    }
    try {
      client
          .indices()
          .putIndexTemplate(request ->
              request
                  .name("lambda-" + view.name())
                  .indexPatterns(view.name() + "-*")
                  .template(template ->
                      template
                          .settings(s -> s.numberOfShards("1").numberOfReplicas("0"))
                          .mappings(mappings -> mappings.properties(properties))));
    } catch (IOException | ElasticsearchException e) {
      throw LambdaException.retry("Elasticsearch refuses the template of " + view.name(), e);
    }
  }

  private static Property property(FieldType type) {
    return switch (type) {
      case STRING -> Property.of(p -> p.keyword(k -> k));
      case LONG -> Property.of(p -> p.long_(l -> l));
      case DOUBLE -> Property.of(p -> p.double_(d -> d));
      case BOOLEAN -> Property.of(p -> p.boolean_(b -> b));
    };
  }

  /// Writes partials as they are now; those without a `source` are deleted.
  ///
  /// @param version documents of a higher version stay as they are
  void write(List<Map<String, Object>> partials, long version) {
    BulkRequest.Builder bulk = new BulkRequest.Builder();
    for (Map<String, Object> partial : partials) {
      Map<String, @Nullable Object> document = document(partial);
      String index = view.name() + "-" + MONTH.format(hour(partial));
      String id = id(document);
      if (partial.get("source") == null) {
        bulk.operations(op ->
            op.delete(delete ->
                delete.index(index).id(id).version(version).versionType(VersionType.External)));
      } else {
        bulk.operations(op ->
            op.index(put ->
                put.index(index)
                    .id(id)
                    .version(version)
                    .versionType(VersionType.External)
                    .document(document)));
      }
    }
    try {
      refuseErrors(client.bulk(bulk.build()));
    } catch (IOException | ElasticsearchException e) {
      throw LambdaException.retry("Elasticsearch does not take the documents of " + view.name(), e);
    }
  }

  private static Instant hour(Map<String, Object> partial) {
    if (partial.get("hour") instanceof Timestamp hour) {
      return hour.toInstant();
    }
    throw new IllegalStateException("a partial without an hour: " + partial);
  }

  private static void refuseErrors(BulkResponse response) {
    for (BulkResponseItem item : response.items()) {
      if (!settled(item)) {
        throw LambdaException.retry(
            "Elasticsearch refuses document %s of %s".formatted(item.id(), item.index()),
            new IOException(String.valueOf(item.error())));
      }
    }
  }

  /// Written; or a higher version is there already; or what was to be deleted is not there.
  private static boolean settled(BulkResponseItem item) {
    boolean absent = item.status() == NOT_FOUND && item.operationType() == OperationType.Delete;
    return item.status() < 300 || item.status() == CONFLICT || absent;
  }

  private static Map<String, @Nullable Object> document(Map<String, Object> partial) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    partial.forEach((column, value) ->
        document.put(
            column, value instanceof Timestamp time ? time.toInstant().toString() : value));
    return document;
  }

  private String id(Map<String, @Nullable Object> document) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String column : ViewTables.identity(view)) {
        digest.update(String.valueOf(document.get(column)).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
