package lambda.speed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lambda.core.failure.LambdaException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Projects all views, again and again. When Elasticsearch or Postgres is away it waits and catches
/// up. One thread runs it; [#stop] and [#problem] may be called from others.
final class ProjectionLoop implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ProjectionLoop.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final List<ViewIndex> indices;
  private final List<Projector> projectors;
  private final Duration interval;
  private final Counter documents;
  private volatile boolean stopping;
  private volatile Optional<String> problem = Optional.empty();

  ProjectionLoop(Jdbi jdbi, List<ViewIndex> indices, Duration interval, MeterRegistry metrics) {
    this.indices = indices;
    this.interval = interval;
    projectors = indices.stream().map(index -> new Projector(jdbi, index.view(), index)).toList();
    documents = metrics.counter("lambda.projection.documents");
  }

  @Override
  public void run() {
    boolean templates = false;
    Duration pause = interval;
    while (!stopping) {
      try {
        if (!templates) {
          indices.forEach(ViewIndex::ensureTemplate);
          templates = true;
        }
        for (Projector projector : projectors) {
          documents.increment((double) projector.project());
        }
        problem = Optional.empty();
        pause = interval;
      } catch (LambdaException | JdbiException e) {
        if (problem.isEmpty()) {
          log.warn("projection waits: {}", e.getMessage(), e);
        }
        problem = Optional.of("projection waits: " + e.getMessage());
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
      }
      sleep(pause);
    }
  }

  private void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  /// What is wrong; empty where nothing is.
  Optional<String> problem() {
    return problem;
  }

  void stop() {
    stopping = true;
  }
}
