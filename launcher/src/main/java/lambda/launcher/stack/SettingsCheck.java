package lambda.launcher.stack;

import java.util.Map;
import lambda.core.config.Settings;
import lambda.core.failure.LambdaException;
import lambda.serving.api.ApiConfig;
import lambda.speed.SpeedConfig;
import lambda.workflows.worker.WorkerConfig;

/// Checks the settings of every process before the first one starts.
public final class SettingsCheck {
  private SettingsCheck() {}

  /// @throws LambdaException naming every setting that is wrong
  public static void check(LocalStack stack) {
    check(stack.environment());
  }

  static void check(Map<String, String> environment) {
    Settings.read(
        environment,
        settings -> {
          SpeedConfig.from(settings);
          WorkerConfig.from(settings);
          ApiConfig.from(settings);
          return settings;
        });
  }
}
