package lambda.workflows.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkerHealthTest {
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private final AtomicLong now = new AtomicLong();
  private final WorkerHealth health =
      new WorkerHealth(
          List.of(
              new WorkerHealth.Check("Temporal", () -> {}),
              new WorkerHealth.Check(
                  "Postgres",
                  () -> {
                    @Nullable RuntimeException now = failure.get();
                    if (now != null) {
                      throw now;
                    }
                  })),
          now::get);

  @Test
  void serverThatDoesNotAnswerIsAProblemUntilItAnswersAgain() {
    failure.set(new IllegalStateException("connection refused\nat …"));
    health.check();
    assertThat(health.get()).contains("Postgres does not answer: connection refused");

    failure.set(null);
    health.check();
    assertThat(health.get()).isEmpty();
  }

  @Test
  void checkThatHangsIsAProblem() {
    health.check();
    now.addAndGet(Duration.ofSeconds(61).toNanos());

    assertThat(health.get()).contains("checking Temporal and Postgres has taken 61 s so far");
  }
}
