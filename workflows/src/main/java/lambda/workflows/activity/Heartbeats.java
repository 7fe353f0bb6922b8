package lambda.workflows.activity;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import lambda.batch.hour.Progress;

/// Sends an activity's progress to Temporal every few seconds, also while a step reports nothing.
/// When Temporal wants the activity to end, the next report throws. Created on the activity's
/// thread.
final class Heartbeats implements Progress, AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private record Report(String what, long done, long total) {}

  private final ActivityExecutionContext context = Activity.getExecutionContext();
  private final AtomicReference<Report> latest =
      new AtomicReference<>(new Report("starting", 0, 0));
  private final AtomicReference<Optional<ActivityCompletionException>> end =
      new AtomicReference<>(Optional.empty());
  private final Thread sender = Thread.ofVirtual().name("heartbeats").start(this::send);

  /// Does work while heartbeats are sent, and translates its failures.
  static <T> T during(Function<Progress, T> work) {
    return Failures.translate(() -> {
      try (Heartbeats heartbeats = new Heartbeats()) {
        return work.apply(heartbeats);
      }
    });
  }

  private void send() {
    try {
      while (end.get().isEmpty()) {
        context.heartbeat(latest.get());
        Thread.sleep(INTERVAL);
      }
    } catch (ActivityCompletionException e) {
      end.set(Optional.of(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void report(String what, long done, long total) {
    latest.set(new Report(what, done, total));
    end.get()
        .ifPresent(e -> {
          throw e;
        });
  }

  @Override
  public void close() {
    sender.interrupt();
  }
}
