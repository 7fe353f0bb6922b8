package lambda.speed.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import lambda.core.failure.LambdaException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Projects all views and raw sinks in rounds. If Elasticsearch or Postgres does not answer, it
/// waits and catches up later. One thread runs it; [#stop] may be called from another.
public final class ProjectionLoop implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ProjectionLoop.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final List<? extends Projection> projections;
  private final List<Projector> projectors;
  private final Duration interval;
  private final Counter documents;
  private volatile boolean stopping;

  /// 1 while Elasticsearch or Postgres does not answer.
  private final AtomicInteger waiting;

  public ProjectionLoop(
      Jdbi jdbi, List<? extends Projection> projections, Duration interval, MeterRegistry metrics) {
    this.projections = projections;
    this.interval = interval;
    projectors = projections.stream().map(projection -> new Projector(jdbi, projection)).toList();
    documents = metrics.counter("lambda.projection.documents");
    waiting =
        Objects.requireNonNull(metrics.gauge("lambda.projection.waiting", new AtomicInteger()));
  }

  @Override
  public void run() {
    boolean templates = false;
    Duration pause = interval;
    while (!stopping) {
      try {
        if (!templates) {
          projections.forEach(Projection::ensureTemplate);
          templates = true;
        }
        for (Projector projector : projectors) {
          documents.increment((double) projector.project());
        }
        waiting.set(0);
        pause = interval;
      } catch (LambdaException | JdbiException e) {
        if (waiting.getAndSet(1) == 0) {
          log.warn("the projection waits: {}", e.getMessage(), e);
        }
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

  public void stop() {
    stopping = true;
  }
}
