package lambda.workflows.worker;

import java.util.Map;
import lambda.batch.BatchConfig;
import lambda.core.config.Settings;
import lambda.core.failure.LambdaException;

/// The settings of the worker.
public record WorkerConfig(
    BatchConfig batch, String temporal, String namespace, String httpHost, int httpPort) {

  /// @throws LambdaException naming every setting that is wrong
  public static WorkerConfig read(Map<String, String> environment) {
    Settings settings = new Settings(environment);
    WorkerConfig config = from(settings);
    settings.check();
    return config;
  }

  /// Reads the settings; the caller checks them.
  public static WorkerConfig from(Settings settings) {
    return new WorkerConfig(
        BatchConfig.read(settings),
        settings.text("LAMBDA_TEMPORAL", "127.0.0.1:7233"),
        settings.text("LAMBDA_TEMPORAL_NAMESPACE", "default"),
        settings.text("LAMBDA_HTTP_HOST", "127.0.0.1"),
        settings.positive("LAMBDA_HTTP_PORT", 9465));
  }
}
