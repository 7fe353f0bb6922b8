package lambda.speed.ingest;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.ViewDefinition;
import lambda.core.failure.LambdaException;
import lambda.kafka.TopicReader;
import lambda.store.Boundaries;
import lambda.store.ViewPositions;
import org.jdbi.v3.core.Jdbi;

/// Finds in Postgres where the partitions of a stream, and its views in them, continue.
final class FoldStarts {
  private final StreamDefinition stream;
  private final Jdbi jdbi;

  FoldStarts(StreamDefinition stream, Jdbi jdbi) {
    this.stream = stream;
    this.jdbi = jdbi;
  }

  /// The starts of the partitions that Postgres knows. A view that is behind begins where it is, or
  /// where Kafka begins if that is later.
  SortedMap<Integer, FoldStart> find(Collection<Integer> partitions, TopicReader topic) {
    SortedMap<Integer, FoldStart> starts = stored(partitions);
    Map<Integer, Long> behind = new TreeMap<>();
    starts.forEach((partition, start) -> {
      if (start.first() < start.records()) {
        behind.put(partition, start.records());
      }
    });
    if (behind.isEmpty()) {
      return starts;
    }
    Map<Integer, Long> beginnings = topic.beginnings(behind.keySet());
    behind.replaceAll(
        (partition, records) -> Math.min(records, beginnings.getOrDefault(partition, 0L)));
    jdbi.useHandle(handle -> ViewPositions.skipTo(handle, stream.views(), behind));
    return stored(partitions);
  }

  private SortedMap<Integer, FoldStart> stored(Collection<Integer> partitions) {
    return jdbi.inTransaction(handle -> {
      SortedMap<Integer, Long> records = Boundaries.lock(handle, stream.name(), partitions);
      Map<Integer, Map<String, Long>> views =
          ViewPositions.next(handle, stream.views(), records.keySet());
      SortedMap<Integer, FoldStart> starts = new TreeMap<>();
      records.forEach((partition, offset) ->
          starts.put(partition, start(offset, views.getOrDefault(partition, Map.of()))));
      return starts;
    });
  }

  private FoldStart start(long records, Map<String, Long> views) {
    return new FoldStart(
        records,
        stream.views().stream()
            .map(ViewDefinition::name)
            .map(view -> position(views, view))
            .toList());
  }

  private Long position(Map<String, Long> views, String view) {
    Long position = views.get(view);
    if (position == null) {
      throw LambdaException.fatal(
          "stream %s was set up without view %s; run './lambda run setup'"
              .formatted(stream.name(), view));
    }
    return position;
  }
}
