package lambda.workflows.worker;

import lambda.batch.BatchConfig;
import lambda.core.config.Settings;

/// The settings of the worker.
public record WorkerConfig(
    BatchConfig batch, String temporal, String namespace, String httpHost, int httpPort) {

  public static WorkerConfig from(Settings settings) {
    return new WorkerConfig(
        BatchConfig.from(settings),
        settings.text("LAMBDA_TEMPORAL", "127.0.0.1:7233"),
        settings.text("LAMBDA_TEMPORAL_NAMESPACE", "default"),
        settings.text("LAMBDA_HTTP_HOST", "127.0.0.1"),
        settings.port("LAMBDA_HTTP_PORT", 9465));
  }
}
