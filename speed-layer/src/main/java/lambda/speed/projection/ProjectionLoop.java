package lambda.speed.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import lambda.core.failure.LambdaException;
import lambda.store.projection.Projections;
import lambda.store.projection.RejectedDocuments;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Projects all views and raw sinks, each in a thread of its own: one that fails waits and tries
/// again, and the others go on. Any thread may call it.
public final class ProjectionLoop implements AutoCloseable {
  /// How many database connections it uses at most: two for each round and each new index.
  public static final int CONNECTIONS = 2 * (ProjectionLoop.ROUNDS + 1) + 1;

  private static final Logger log = LoggerFactory.getLogger(ProjectionLoop.class);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration COUNT_EVERY = Duration.ofSeconds(5);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
  private static final int ROUNDS = 3;

  private final Projections projections;
  private final RejectedDocuments rejected;
  private final List<Projector> projectors;
  private final Duration interval;
  private final Counter documents;
  private final Counter rebuilds;
  private final String owner;
  private final Semaphore rounds = new Semaphore(ROUNDS);

  /// One at a time, so that those of other projections do not wait for it.
  private final Semaphore rebuilding = new Semaphore(1);

  private final Map<String, Trouble> troubles = new ConcurrentSkipListMap<>();
  private final Map<String, Long> refused = new ConcurrentSkipListMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  /// @param passing whether it is expected to end by itself, as when a server does not answer
  private record Trouble(String what, boolean passing) {}

  /// @param instance names the process, for people
  public ProjectionLoop(
      Jdbi jdbi,
      List<? extends Projection> projections,
      SearchIndices indices,
      String instance,
      Duration interval,
      InstantSource clock,
      MeterRegistry metrics) {
    this.projections = new Projections(jdbi);
    this.interval = interval;
    rejected = new RejectedDocuments(jdbi);
    owner = instance + " " + UUID.randomUUID();
    projectors =
        projections.stream()
            .map(projection -> new Projector(jdbi, projection, indices, owner, clock))
            .toList();
    documents =
        Counter.builder("lambda.projection.documents")
            .description("Documents written to Elasticsearch")
            .register(metrics);
    rebuilds =
        Counter.builder("lambda.projection.rebuilds")
            .description("Indices that were filled anew from Postgres")
            .register(metrics);
    Gauge.builder("lambda.projection.waiting", troubles, map -> map.isEmpty() ? 0 : 1)
        .description("1 while a projection waits for Elasticsearch or Postgres, else 0")
        .register(metrics);
    Gauge.builder(
            "lambda.projection.rejected",
            refused,
            map -> map.values().stream().mapToLong(Long::longValue).sum())
        .description("Documents that Elasticsearch refuses; lambda.rejected_documents lists them")
        .register(metrics);
  }

  public void start() {
    for (Projector projector : projectors) {
      threads.add(
          Thread.ofVirtual()
              .name("projection of " + projector.projection().id())
              .start(() -> run(projector)));
    }
    threads.add(Thread.ofVirtual().name("rejected documents").start(this::countRejected));
    threads.add(Thread.ofVirtual().name("leases").start(this::keepLeases));
  }

  /// What waits or is set aside, for people. The views in Postgres are up to date nevertheless.
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    troubles.forEach((id, trouble) -> {
      if (trouble.passing) {
        notes.add("the projection of %s is waiting: %s".formatted(id, trouble.what));
      }
    });
    refused.forEach((id, count) ->
        notes.add(
            "Elasticsearch rejected %d documents of %s; the reasons are in lambda.rejected_documents"
                .formatted(count, id)));
    return notes;
  }

  /// What does not end by itself; empty if all is well.
  public Optional<String> problem() {
    return troubles.entrySet().stream()
        .filter(entry -> !entry.getValue().passing)
        .map(entry ->
            "the projection of %s has failed: %s".formatted(entry.getKey(), entry.getValue().what))
        .findFirst();
  }

  private void run(Projector projector) {
    String id = projector.projection().id();
    Duration pause = interval;
    while (!stopping) {
      try {
        boolean more = step(projector);
        if (troubles.remove(id) != null) {
          log.info("the projection of {} has resumed", id);
        }
        pause = more ? Duration.ZERO : interval;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        report(id, e);
        pause = longer(pause);
      }
      if (!sleep(pause)) {
        return;
      }
    }
  }

  /// @return whether there is more to do at once
  private boolean step(Projector projector) throws InterruptedException {
    rounds.acquire();
    Projector.Round round;
    try {
      round = projector.round();
    } finally {
      rounds.release();
    }
    documents.increment((double) round.documents());
    if (round.rebuild().isPresent() && rebuilding.tryAcquire()) {
      try {
        documents.increment((double) projector.rebuild(round.rebuild().get(), _ -> {}));
        rebuilds.increment();
        return true;
      } finally {
        rebuilding.release();
      }
    }
    return round.more();
  }

  private void report(String id, Throwable e) {
    boolean passing = e instanceof LambdaException || e instanceof JdbiException;
    String what = String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString());
    Trouble before = troubles.put(id, new Trouble(passing ? what : e.toString(), passing));
    if (before == null && !stopping) {
      if (passing) {
        log.warn("the projection of {} is waiting: {}", id, what, e);
      } else {
        log.error("the projection of {} has failed; retrying", id, e);
      }
    }
  }

  /// Twice as long, with some randomness, so that projections do not all try again at once.
  private static Duration longer(Duration pause) {
    long millis = Math.min(LONGEST_PAUSE.toMillis(), Math.max(100, 2 * pause.toMillis()));
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 4));
  }

  private void keepLeases() {
    do {
      try {
        projectors.forEach(Projector::keepWhileWorking);
      } catch (RuntimeException e) {
        log.debug("leases cannot be renewed", e);
      }
    } while (sleep(Projector.RENEW_EVERY) && !stopping);
  }

  private void countRejected() {
    while (!stopping) {
      try {
        Map<String, Long> counts = rejected.counts();
        counts.forEach((id, count) -> {
          if (!count.equals(refused.put(id, count))) {
            log.warn(
                "Elasticsearch rejected {} documents of {}, such as {}",
                count,
                id,
                rejected.example(id).orElse("(none left)"));
          }
        });
        refused.keySet().retainAll(counts.keySet());
      } catch (JdbiException e) {
        log.debug("cannot count rejected documents", e);
      }
      if (!sleep(COUNT_EVERY)) {
        return;
      }
    }
  }

  /// @return whether to go on
  private static boolean sleep(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /// Stops after the rounds that are running, and lets other processes project.
  @Override
  public void close() {
    stopping = true;
    threads.forEach(Thread::interrupt);
    try {
      for (Thread thread : threads) {
        thread.join(STOP_LIMIT);
      }
      projections.release(owner);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (JdbiException e) {
      log.debug("cannot release the projections; their leases expire", e);
    }
  }
}
