package lambda.speed.projection;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.VersionType;
import co.elastic.clients.elasticsearch._types.mapping.Property;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.bulk.OperationType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lambda.core.definition.FieldType;
import lambda.core.failure.LambdaException;
import org.jspecify.annotations.Nullable;

/// Writes documents to Elasticsearch under external ids and versions: writing a document again, or
/// too late, changes nothing.
public final class Documents {
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;
  private static final int ID_BYTES = 16;

  private final ElasticsearchClient client;

  public Documents(ElasticsearchClient client) {
    this.client = client;
  }

  /// The type of a field in Elasticsearch. It has no exact decimals: searches and charts use a
  /// double; `_source` keeps the exact number.
  static Property property(FieldType type) {
    return switch (type) {
      case FieldType.StringType _ -> Property.of(p -> p.keyword(k -> k));
      case FieldType.LongType _ -> Property.of(p -> p.long_(l -> l));
      case FieldType.DecimalType _, FieldType.DoubleType _ -> Property.of(p -> p.double_(d -> d));
      case FieldType.BooleanType _ -> Property.of(p -> p.boolean_(b -> b));
    };
  }

  static Property date() {
    return Property.of(p -> p.date(d -> d));
  }

  void ensureTemplate(String name, String pattern, Map<String, Property> properties) {
    try {
      client
          .indices()
          .putIndexTemplate(request ->
              request
                  .name("lambda-" + name)
                  .indexPatterns(pattern)
                  .template(template ->
                      template
                          .settings(s -> s.numberOfShards("1").numberOfReplicas("0"))
                          .mappings(mappings -> mappings.properties(properties))));
    } catch (ElasticsearchException e) {
      throw LambdaException.retry("Elasticsearch rejects the index template of " + name, e);
    } catch (IOException e) {
      throw LambdaException.retry("Elasticsearch does not answer", e);
    }
  }

  /// A row as a document, with times as ISO-8601.
  static Map<String, @Nullable Object> document(Map<String, @Nullable Object> row) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    row.forEach((column, value) ->
        document.put(column, value instanceof Instant time ? time.toString() : value));
    return document;
  }

  /// An id that depends on these values alone.
  static String id(List<? extends @Nullable Object> identity) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (@Nullable Object value : identity) {
        digest.update(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  static BulkOperation put(String index, String id, Object document, long version) {
    return BulkOperation.of(op ->
        op.index(put ->
            put.index(index)
                .id(id)
                .version(version)
                .versionType(VersionType.External)
                .document(document)));
  }

  static BulkOperation delete(String index, String id, long version) {
    return BulkOperation.of(op ->
        op.delete(delete ->
            delete.index(index).id(id).version(version).versionType(VersionType.External)));
  }

  void write(List<BulkOperation> operations) {
    try {
      refuseErrors(client.bulk(BulkRequest.of(bulk -> bulk.operations(operations))));
    } catch (ElasticsearchException e) {
      throw LambdaException.retry("Elasticsearch does not accept documents", e);
    } catch (IOException e) {
      throw LambdaException.retry("Elasticsearch does not answer", e);
    }
  }

  private static void refuseErrors(BulkResponse response) {
    for (BulkResponseItem item : response.items()) {
      if (!settled(item)) {
        throw LambdaException.retry(
            "Elasticsearch rejects document %s of %s".formatted(item.id(), item.index()),
            new IOException(String.valueOf(item.error())));
      }
    }
  }

  /// Whether nothing is left to do: the document was written, a higher version exists, or a
  /// document to delete does not exist.
  static boolean settled(BulkResponseItem item) {
    boolean absent = item.status() == NOT_FOUND && item.operationType() == OperationType.Delete;
    return item.status() < 300 || item.status() == CONFLICT || absent;
  }
}
