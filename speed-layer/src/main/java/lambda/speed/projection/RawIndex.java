package lambda.speed.projection;

import co.elastic.clients.elasticsearch._types.mapping.Property;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import lambda.store.RawSinkTable;
import org.jspecify.annotations.Nullable;

/// The Elasticsearch index of a stream's raw sink: one document for each event, under the event's
/// id.
public final class RawIndex implements Projection {
  /// The maximum length of an id in Elasticsearch, in bytes.
  private static final int LONGEST_ID = 512;

  private final Documents documents;
  private final StreamDefinition stream;
  private final String index;

  public RawIndex(Documents documents, StreamDefinition stream) {
    this.documents = documents;
    this.stream = stream;
    index = stream.rawSink().orElseThrow();
  }

  @Override
  public String id() {
    return RawSinkTable.projection(stream);
  }

  @Override
  public String changed() {
    return RawSinkTable.changed(stream);
  }

  @Override
  public int ranges() {
    return 2;
  }

  @Override
  public void ensureTemplate() {
    Map<String, Property> properties = new HashMap<>();
    for (Field field : stream.fields()) {
      properties.put(field.column(), Documents.property(field.type()));
    }
    properties.put("_event_time", Documents.date());
    documents.ensureTemplate("raw-" + index, index, properties);
  }

  @Override
  public void write(List<Map<String, @Nullable Object>> rows, long version) {
    documents.write(rows.stream().map(row -> operation(row, version)).toList());
  }

  private BulkOperation operation(Map<String, @Nullable Object> row, long version) {
    if (Boolean.TRUE.equals(row.get(RawSinkTable.REMOVED))) {
      return Documents.delete(index, id(row), version);
    }
    Map<String, @Nullable Object> document = Documents.document(row);
    document.remove(RawSinkTable.REMOVED);
    return Documents.put(index, id(row), document, version);
  }

  private String id(Map<String, @Nullable Object> row) {
    String id = String.valueOf(row.get(stream.id().column()));
    return id.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID && !id.isEmpty()
        ? id
        : Documents.id(List.of(id));
  }
}
