package lambda.serving.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import lambda.monitoring.MonitoringEndpoint;
import lambda.store.Database;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The API as a process, with an endpoint for health and metrics like the others'.
public final class ApiProcess {
  private static final Logger log = LoggerFactory.getLogger(ApiProcess.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// How many queries run at once.
  static final int CONNECTIONS = 6;

  private ApiProcess() {}

  /// Serves until the process is told to stop.
  ///
  /// @return the exit status
  public static int run(ApiConfig config, Workflows workflows, DeadLetterReasons deadLetters)
      throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    PrometheusMeterRegistry registry = MonitoringEndpoint.registry();
    // One more than there are queries, for the health of this process.
    try (Database database = new Database(config.postgres(), CONNECTIONS + 1, PATIENCE);
        QueryApi api =
            new QueryApi(
                config,
                config.port(),
                database,
                workflows,
                deadLetters,
                InstantSource.system(),
                registry);
        MonitoringEndpoint endpoint =
            new MonitoringEndpoint(
                config.httpHost(), config.httpPort(), registry, () -> problem(database))) {
      Runtime.getRuntime().addShutdownHook(new Thread(ended::countDown, "shutdown"));
      log.info("the API answers at http://{}:{}", config.address(), api.port());
      ended.await();
    }
    return 0;
  }

  private static Optional<String> problem(Database database) {
    try {
      database.jdbi().useHandle(handle -> handle.select("select 1").mapTo(Integer.class).one());
      return Optional.empty();
    } catch (JdbiException e) {
      return Optional.of(
          "PostgreSQL does not answer: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }
}
