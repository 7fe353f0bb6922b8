package lambda.speed;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lambda.core.definition.StreamDefinition;
import lambda.core.definition.Streams;
import lambda.core.parse.StreamFiles;
import lambda.core.view.ViewQuota;
import lambda.monitoring.MonitoringEndpoint;
import lambda.speed.ingest.IngestConfig;
import lambda.speed.ingest.IngestLoop;
import lambda.speed.ingest.IngestMetrics;
import lambda.speed.projection.ElasticsearchIndices;
import lambda.speed.projection.Projection;
import lambda.speed.projection.ProjectionLoop;
import lambda.speed.projection.RawIndex;
import lambda.speed.projection.ViewIndex;
import lambda.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The speed layer as a process: an ingest loop for each stream, one projection loop, and an
/// endpoint for health and metrics.
public final class SpeedLayer {
  private static final Logger log = LoggerFactory.getLogger(SpeedLayer.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private final Database database;
  private final ElasticsearchClient elasticsearch;
  private final List<IngestLoop> loops;
  private final ProjectionLoop projection;
  private final PrometheusMeterRegistry registry = MonitoringEndpoint.registry();
  private final List<Thread> threads = new ArrayList<>();

  /// Counted down when the first loop ends.
  private final CountDownLatch ended = new CountDownLatch(1);

  private SpeedLayer(SpeedConfig config, Streams streams) {
    database =
        new Database(config.postgres(), streams.all().size() * 2 + ProjectionLoop.CONNECTIONS);
    elasticsearch =
        ElasticsearchClient.of(client -> client.host(config.elasticsearch().toString()));
    IngestConfig ingest = share(config.ingest(), streams);
    Gauge.builder("lambda.speed.view.quota", ingest.viewQuota(), ViewQuota::rows)
        .description("How many rows a view may have in one hour (LAMBDA_VIEW_QUOTA)")
        .register(registry);
    loops =
        streams.all().stream()
            .map(stream ->
                new IngestLoop(
                    stream,
                    ingest,
                    database.jdbi(),
                    InstantSource.system(),
                    new IngestMetrics(registry, stream.name())))
            .toList();
    List<Projection> projections = streams.all().stream().flatMap(SpeedLayer::projections).toList();
    projection =
        new ProjectionLoop(
            database.jdbi(),
            projections,
            new ElasticsearchIndices(elasticsearch),
            config.ingest().instance(),
            config.projectionInterval(),
            InstantSource.system(),
            registry);
  }

  /// What one loop may take of the process's memory.
  private static IngestConfig share(IngestConfig config, Streams streams) {
    int partitions = streams.all().stream().mapToInt(StreamDefinition::partitions).sum();
    IngestConfig share = config.share(streams.all().size(), partitions);
    if (share.idHorizon() < config.idHorizon()) {
      log.warn(
          "each of {} partitions remembers only {} ids instead of {} (LAMBDA_ID_HORIZON), because all share LAMBDA_ID_LIMIT={}. To remember more, raise LAMBDA_ID_LIMIT, and the heap by 20 MB per million ids",
          partitions,
          share.idHorizon(),
          config.idHorizon(),
          config.idLimit());
    }
    return share;
  }

  private static Stream<Projection> projections(StreamDefinition stream) {
    return Stream.concat(
        stream.views().stream().map(ViewIndex::new),
        stream.rawSink().stream().map(_ -> new RawIndex(stream)));
  }

  /// Runs until the process is told to stop, or until a loop ends because only another process can
  /// go on; a supervisor then starts one. A loop that waits for help does not end.
  ///
  /// @return the exit status
  public static int run(SpeedConfig config) throws InterruptedException {
    SpeedLayer layer = new SpeedLayer(config, StreamFiles.read(config.streams()));
    try (MonitoringEndpoint endpoint =
        new MonitoringEndpoint(
            config.httpHost(),
            config.httpPort(),
            layer.registry,
            layer::problem,
            layer.projection::notes)) {
      Runtime.getRuntime().addShutdownHook(new Thread(layer::stop, "shutdown"));
      layer.start();
      log.info("the speed layer is running as {}", config.ingest().instance());
      layer.ended.await();
    } finally {
      layer.stop();
      layer.close();
    }
    return layer.loops.stream().anyMatch(loop -> loop.problem().isPresent()) ? 1 : 0;
  }

  private void start() {
    for (IngestLoop loop : loops) {
      threads.add(Thread.ofPlatform().name("speed").start(() -> run(loop)));
    }
    projection.start();
  }

  private void run(IngestLoop loop) {
    try {
      loop.run();
    } finally {
      ended.countDown();
    }
  }

  /// What is wrong with the process, with a line for each stream; empty if all is well. A
  /// projection that waits for Elasticsearch is only a note: the views in Postgres are up to date.
  private Optional<String> problem() {
    return loops.stream().allMatch(loop -> loop.problem().isEmpty())
        ? projection.problem()
        : Optional.of(
            loops.stream()
                .map(loop -> "%s: %s".formatted(loop.stream(), loop.problem().orElse("ok")))
                .collect(Collectors.joining("\n")));
  }

  private void stop() {
    loops.forEach(IngestLoop::stop);
    for (Thread thread : threads) {
      try {
        thread.join(STOP_LIMIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void close() {
    projection.close();
    database.close();
    try {
      elasticsearch.close();
    } catch (IOException e) {
      log.warn("cannot close the connection to Elasticsearch", e);
    }
  }
}
