package lambda.workflows.activity;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/// How activities are retried. Every activity sends heartbeats, so one whose worker died is tried
/// again after seconds.
public final class ActivityDefaults {
  private static final int ATTEMPTS = 6;

  private ActivityDefaults() {}

  /// A transient failure is retried for as long as it takes: while S3 is away, an hour waits and
  /// does not fail.
  public static ActivityOptions steps() {
    return options(0);
  }

  /// A transient failure is retried for half a minute, and then fails. For steps on hours that must
  /// not wait for each other, in workflows that a schedule soon starts again.
  public static ActivityOptions brief() {
    return options(ATTEMPTS);
  }

  private static ActivityOptions options(int attempts) {
    return ActivityOptions.newBuilder()
        .setStartToCloseTimeout(Duration.ofHours(6))
        .setHeartbeatTimeout(Duration.ofSeconds(10))
        .setRetryOptions(
            RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(1))
                .setBackoffCoefficient(2)
                .setMaximumInterval(Duration.ofSeconds(30))
                .setMaximumAttempts(attempts)
                .build())
        .build();
  }
}
