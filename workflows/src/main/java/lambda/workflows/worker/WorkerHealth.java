package lambda.workflows.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What keeps the worker from working: checked every few seconds on a thread of its own, so that
/// whoever asks is answered at once. Close it.
final class WorkerHealth implements Supplier<Optional<String>>, AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);

  /// A check that takes longer hangs.
  private static final Duration STALE = Duration.ofSeconds(60);

  /// Checks one server; throws if it cannot be used.
  record Check(String what, Runnable attempt) {}

  private record Result(Optional<String> problem, long at) {}

  private final List<Check> checks;
  private final LongSupplier nanoTime;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("health").daemon().factory());
  private volatile Result last;

  /// @param nanoTime a clock for durations
  WorkerHealth(List<Check> checks, LongSupplier nanoTime) {
    this.checks = List.copyOf(checks);
    this.nanoTime = nanoTime;
    last = new Result(Optional.empty(), nanoTime.getAsLong());
  }

  void start() {
    var _ = thread.scheduleWithFixedDelay(this::check, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Checks once.
  void check() {
    List<String> problems = new ArrayList<>();
    for (Check check : checks) {
      @Nullable String problem = problem(check);
      if (problem != null) {
        problems.add(problem);
      }
    }
    last =
        new Result(
            problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems)),
            nanoTime.getAsLong());
  }

  private static @Nullable String problem(Check check) {
    try {
      check.attempt.run();
      return null;
    } catch (RuntimeException e) {
      return "%s does not answer: %s"
          .formatted(
              check.what, String.valueOf(e.getMessage()).lines().findFirst().orElse(e.toString()));
    }
  }

  @Override
  public Optional<String> get() {
    Result result = last;
    long age = nanoTime.getAsLong() - result.at;
    return age > STALE.toNanos()
        ? Optional.of(
            "checking %s has taken %d s so far"
                .formatted(
                    String.join(" and ", checks.stream().map(Check::what).toList()),
                    Duration.ofNanos(age).toSeconds()))
        : result.problem;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
