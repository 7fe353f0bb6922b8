package lambda.workflows.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.temporal.api.enums.v1.RetryState;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import lambda.core.failure.LambdaException;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static ApplicationFailure translated(RuntimeException failure) {
    return catchThrowableOfType(
        ApplicationFailure.class,
        () ->
            Failures.translate(() -> {
              throw failure;
            }));
  }

  private static void assertRetried(RuntimeException failure, String message) {
    ApplicationFailure translated = translated(failure);
    assertThat(translated.getOriginalMessage()).isEqualTo(message);
    assertThat(translated.getType()).isEqualTo("RETRY");
    assertThat(translated.isNonRetryable()).isFalse();
  }

  private static void assertFinal(RuntimeException failure, String type, String message) {
    ApplicationFailure translated = translated(failure);
    assertThat(translated.getOriginalMessage()).isEqualTo(message);
    assertThat(translated.getType()).isEqualTo(type);
    assertThat(translated.isNonRetryable()).isTrue();
  }

  @Test
  void aResultIsReturned() {
    assertThat(Failures.translate(() -> 7)).isEqualTo(7);
  }

  @Test
  void transientFailuresAreRetriedAtTemporalsPace() {
    LambdaException failure = LambdaException.retry("S3 is away", new IOException());

    assertRetried(failure, "S3 is away");
    assertThat(translated(failure).getNextRetryDelay()).isNull();
  }

  @Test
  void aFailureThatNamesADelayIsRetriedAfterIt() {
    LambdaException failure = LambdaException.retryAfter(Duration.ofMinutes(3), "not closed yet");

    assertRetried(failure, "not closed yet");
    assertThat(translated(failure).getNextRetryDelay()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void badInputIsNotRetried() {
    assertFinal(LambdaException.badInput("no such stream"), "BAD_INPUT", "no such stream");
  }

  @Test
  void fatalFailuresAreNotRetried() {
    assertFinal(LambdaException.fatal("data is lost"), "FATAL", "data is lost");
  }

  @Test
  void failuresOfPostgresAreRetried() {
    assertRetried(
        new ConnectionException(new java.sql.SQLException("refused\nHint: start it")),
        "Postgres: java.sql.SQLException: refused");
  }

  @Test
  void failuresOfFilesAreRetried() {
    assertRetried(
        new UncheckedIOException("cannot write part-0", new IOException("disk full")),
        "cannot write part-0: java.io.IOException: disk full");
  }

  @Test
  void aDefectIsLeftToTemporal() {
    IllegalStateException defect = new IllegalStateException("defect");

    assertThatThrownBy(() ->
            Failures.translate(() -> {
              throw defect;
            }))
        .isSameAs(defect);
  }

  @Test
  void aWorkflowFailsWithTheMessageOfItsActivity() {
    ActivityFailure failure =
        activityFailure(ApplicationFailure.newNonRetryableFailure("data is lost", "FATAL"));

    ApplicationFailure unwrapped =
        catchThrowableOfType(
            ApplicationFailure.class,
            () ->
                Failures.unwrap(() -> {
                  throw failure;
                }));
    assertThat(unwrapped.getOriginalMessage()).isEqualTo("data is lost");
    assertThat(unwrapped.getType()).isEqualTo("FATAL");
    assertThat(unwrapped.isNonRetryable()).isTrue();
  }

  @Test
  void aCancelledActivityStaysCancelled() {
    ActivityFailure failure = activityFailure(new CanceledFailure("cancelled"));

    assertThatThrownBy(() ->
            Failures.unwrap(() -> {
              throw failure;
            }))
        .isSameAs(failure);
  }

  private static ActivityFailure activityFailure(Throwable cause) {
    return new ActivityFailure(
        "activity failed",
        5,
        6,
        "HourClose",
        "1",
        RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE,
        "worker",
        cause);
  }
}
