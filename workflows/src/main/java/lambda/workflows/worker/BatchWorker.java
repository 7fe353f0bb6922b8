package lambda.workflows.worker;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lambda.batch.BatchLayer;
import lambda.monitoring.MonitoringEndpoint;
import lambda.workflows.activity.BatchHourActivities;
import lambda.workflows.activity.BatchMetrics;
import lambda.workflows.activity.BatchStreamActivities;
import lambda.workflows.activity.StoredProjectionActivities;
import lambda.workflows.client.TemporalConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The worker process: runs the workflows and their activities until it is told to stop.
public final class BatchWorker {
  private static final Logger log = LoggerFactory.getLogger(BatchWorker.class);

  private BatchWorker() {}

  /// @return the exit status
  public static int run(WorkerConfig config) {
    try (BatchLayer batch = new BatchLayer(config.batch(), InstantSource.system());
        TemporalConnection temporal =
            new TemporalConnection(config.temporal(), config.namespace())) {
      PrometheusMeterRegistry registry = MonitoringEndpoint.registry();
      WorkerFactory factory = WorkerFactory.newInstance(temporal.client());
      Worker worker = factory.newWorker(TemporalConnection.TASK_QUEUE);
      WorkflowTypes.register(worker);
      worker.registerActivitiesImplementations(
          new BatchHourActivities(batch, new BatchMetrics(registry)),
          new BatchStreamActivities(batch),
          new StoredProjectionActivities(batch.streams(), batch.projections()));
      Runtime.getRuntime().addShutdownHook(new Thread(factory::shutdownNow, "shutdown"));
      Schedules schedules = new Schedules(temporal, config.namespace());
      batch.streams().all().forEach(schedules::ensure);
      factory.start();
      HourGauges gauges = new HourGauges(registry);
      // Healthy only now: a healthy worker has its schedules and serves its task queue.
      try (WorkerHealth health =
              new WorkerHealth(
                  List.of(
                      new WorkerHealth.Check("Temporal at " + config.temporal(), temporal::check),
                      new WorkerHealth.Check(
                          "Postgres", () -> gauges.set(batch.hours().backlog()))),
                  System::nanoTime);
          MonitoringEndpoint endpoint =
              new MonitoringEndpoint(config.httpHost(), config.httpPort(), registry, health)) {
        health.start();
        log.info("the worker serves task queue {}", TemporalConnection.TASK_QUEUE);
        factory.awaitTermination(Long.MAX_VALUE, TimeUnit.MILLISECONDS);
      }
    }
    return 0;
  }
}
