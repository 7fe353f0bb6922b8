package lambda.speed.projection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lambda.core.definition.Field;
import lambda.core.definition.StreamDefinition;
import lambda.store.RawSinkTable;
import lambda.store.projection.DocumentId;
import lambda.store.projection.TimeSlices;
import org.jspecify.annotations.Nullable;

/// A stream's raw sink in Elasticsearch: a document for each event, under the event's id.
public final class RawIndex implements Projection {
  /// An event may be as large as Kafka's largest message.
  private static final int FETCH_ROWS = 50;

  private final StreamDefinition stream;

  public RawIndex(StreamDefinition stream) {
    this.stream = stream;
  }

  @Override
  public String id() {
    return RawSinkTable.projection(stream);
  }

  @Override
  public String alias() {
    return stream.rawSink().orElseThrow();
  }

  @Override
  public String changed() {
    return RawSinkTable.changed(stream);
  }

  @Override
  public List<Source> sources() {
    return List.of(
        new Source(RawSinkTable.table(stream), "_changed_in"),
        new Source(RawSinkTable.removals(stream), "changed_in"));
  }

  @Override
  public TimeSlices slices() {
    return RawSinkTable.slices(stream);
  }

  @Override
  public String slice() {
    return RawSinkTable.slice(stream);
  }

  @Override
  public int fetchRows() {
    return FETCH_ROWS;
  }

  @Override
  public Mapping mapping() {
    Map<String, Mapping.Kind> fields = new LinkedHashMap<>();
    for (Field field : stream.fields()) {
      fields.put(field.column(), Mapping.Kind.of(field.type()));
    }
    fields.put("_event_time", Mapping.Kind.TIME);
    return new Mapping(fields);
  }

  @Override
  public Change change(Map<String, @Nullable Object> row) {
    String event = String.valueOf(row.get(stream.id().column()));
    String id = DocumentId.of(event);
    String what = "event '%s' of %s".formatted(event, stream.name());
    if (Boolean.TRUE.equals(row.remove(RawSinkTable.REMOVED))) {
      return Change.delete(id, what);
    }
    return Change.put(id, row, what);
  }
}
