package lambda.workflows.activity;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.failure.LambdaException;
import lambda.store.RawSinkTable;
import lambda.store.ViewTables;
import lambda.store.projection.Projections;
import lambda.workflows.input.StreamInput;
import lambda.workflows.input.ViewInput;

/// Runs the activities by what Postgres stores about projections, where the speed layer meets them.
public final class StoredProjectionActivities implements ProjectionActivities {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Streams streams;
  private final Projections projections;

  public StoredProjectionActivities(Streams streams, Projections projections) {
    this.streams = streams;
    this.projections = projections;
  }

  @Override
  public long request(ViewInput view) {
    return Failures.translate(() -> projections.request(view.view()));
  }

  @Override
  public void await(ViewInput view, long request) {
    Failures.translate(() -> {
      if (!projections.answered(view.view(), request)) {
        throw LambdaException.retryAfter(
            PAUSE,
            "the speed layer has not rebuilt the index of %s yet. Is it running? Its log and /health say what it waits for"
                .formatted(view.view()));
      }
      return request;
    });
  }

  @Override
  public String nextTransaction() {
    return Failures.translate(projections::nextTransaction);
  }

  @Override
  public void awaitChanges(StreamInput input, String transaction) {
    Failures.translate(() -> {
      StreamDefinition stream = streams.stream(input.stream());
      Map<String, List<String>> tables = new TreeMap<>();
      stream.views().forEach(view -> tables.put(view.name(), ViewTables.slices(view).tables()));
      stream
          .rawSink()
          .ifPresent(_ ->
              tables.put(RawSinkTable.projection(stream), List.of(RawSinkTable.removals(stream))));
      List<String> behind =
          tables.keySet().stream()
              .filter(projection ->
                  !projections.projected(
                      projection, tables.getOrDefault(projection, List.of()), transaction))
              .toList();
      if (!behind.isEmpty()) {
        throw LambdaException.retryAfter(
            PAUSE,
            "Elasticsearch does not have the changes of %s yet. Is the speed layer running? Its log and /health say what it waits for"
                .formatted(behind));
      }
      return behind;
    });
  }
}
