package lambda.workflows.worker;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.temporal.worker.WorkerFactory;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import lambda.batch.BatchLayer;
import lambda.monitoring.MonitoringEndpoint;
import lambda.workflows.activity.BatchHourActivities;
import lambda.workflows.activity.BatchMetrics;
import lambda.workflows.activity.BatchStreamActivities;
import lambda.workflows.client.TemporalConnection;
import lambda.workflows.hour.LambdaHourWorkflow;
import lambda.workflows.hour.SealHoursWorkflow;
import lambda.workflows.range.BackfillWorkflow;
import lambda.workflows.range.CompactHoursWorkflow;
import lambda.workflows.range.EraseUserWorkflow;
import lambda.workflows.range.RepairHoursWorkflow;
import lambda.workflows.range.ReplayDeadLettersWorkflow;
import lambda.workflows.retention.RetentionWorkflow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The worker as a process: runs the workflows and their activities until it is told to end.
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
      register(factory.newWorker(TemporalConnection.TASK_QUEUE), batch, new BatchMetrics(registry));
      Runtime.getRuntime().addShutdownHook(new Thread(factory::shutdownNow, "shutdown"));
      Schedules schedules = new Schedules(temporal, config.namespace());
      batch.streams().all().forEach(schedules::ensure);
      factory.start();
      // Healthy only now: who sees it may rely on the schedules and on the task queue.
      try (MonitoringEndpoint endpoint =
          new MonitoringEndpoint(config.httpHost(), config.httpPort(), registry, Optional::empty)) {
        log.info("the worker takes work from task queue {}", TemporalConnection.TASK_QUEUE);
        factory.awaitTermination(Long.MAX_VALUE, TimeUnit.MILLISECONDS);
      }
    }
    return 0;
  }

  private static void register(
      io.temporal.worker.Worker worker, BatchLayer batch, BatchMetrics metrics) {
    worker.registerWorkflowImplementationTypes(
        LambdaHourWorkflow.class,
        SealHoursWorkflow.class,
        BackfillWorkflow.class,
        CompactHoursWorkflow.class,
        ReplayDeadLettersWorkflow.class,
        EraseUserWorkflow.class,
        RepairHoursWorkflow.class,
        RetentionWorkflow.class);
    worker.registerActivitiesImplementations(
        new BatchHourActivities(batch, metrics), new BatchStreamActivities(batch));
  }
}
