package lambda.workflows.activity;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// How activities are tried. What may pass is tried for as long as it takes: an hour waits for S3
/// to come back, it does not fail.
public final class ActivityDefaults {
  private ActivityDefaults() {}

  public static ActivityOptions steps() {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(Duration.ofHours(6))
        .setHeartbeatTimeout(Duration.ofSeconds(10))
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(1))
                .setBackoffCoefficient(2)
                .setMaximumInterval(Duration.ofSeconds(30))
                .build())
        .build();
  }
}
