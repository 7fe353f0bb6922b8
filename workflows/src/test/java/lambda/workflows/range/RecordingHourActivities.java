package lambda.workflows.range;

import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import lambda.batch.deadletter.ReplayReport;
import lambda.batch.deadletter.ReplayRequest;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.batch.hour.HourReport;
import lambda.batch.hour.LossReport;
import lambda.batch.maintenance.CompactionReport;
import lambda.batch.maintenance.RepairReport;
import lambda.workflows.activity.HourActivities;
import lambda.workflows.input.HourInput;

/// Records which hours were processed. Some can fail, some can be held until they are released.
final class RecordingHourActivities implements HourActivities {
  private final ConcurrentLinkedQueue<String> processed = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> archived = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> recomputed = new ConcurrentLinkedQueue<>();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile Predicate<String> fails = _ -> false;
  private volatile Predicate<String> unreadable = _ -> false;
  private volatile Predicate<String> held = _ -> false;
  private volatile Predicate<String> waits = _ -> false;

  List<String> processed() {
    return List.copyOf(processed);
  }

  List<String> archived() {
    return List.copyOf(archived);
  }

  List<String> recomputed() {
    return List.copyOf(recomputed);
  }

  /// Lets the recomputation of these hours fail.
  void failToRecompute(Predicate<String> hours) {
    unreadable = hours;
  }

  void fail(Predicate<String> hours) {
    fails = hours;
  }

  /// Lets these hours wait for the speed layer until [#release].
  void wait(Predicate<String> hours) {
    waits = hours;
  }

  /// Holds these hours until [#release].
  void hold(Predicate<String> hours) {
    held = hours;
  }

  void awaitFirstHeld() {
    await(reached);
  }

  void release() {
    released.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void process(HourInput hour) {
    processed.add(hour.hour());
    if (held.test(hour.hour())) {
      reached.countDown();
      await(released);
    }
    if (fails.test(hour.hour())) {
      throw ApplicationFailure.newNonRetryableFailure("damaged " + hour.hour(), "FATAL");
    }
  }

  @Override
  public boolean close(HourInput hour) {
    process(hour);
    return !waits.test(hour.hour());
  }

  @Override
  public HourReport report(HourInput hour) {
    return new HourReport(hour.stream(), hour.hour(), "sealed", 0, 0, 0, 0);
  }

  @Override
  public void reopen(HourInput hour) {}

  @Override
  public String waitsFor(HourInput hour) {
    return released.getCount() == 0 ? "" : "the speed layer is 5 records short";
  }

  @Override
  public LossReport declareLost(HourInput hour) {
    return new LossReport(10, List.of("partition 0 offsets 0-10"));
  }

  @Override
  public CompactionReport compact(HourInput hour) {
    process(hour);
    return new CompactionReport(hour.stream(), hour.hour(), 3, 1);
  }

  @Override
  public RepairReport repair(HourInput hour) {
    process(hour);
    return new RepairReport(hour.stream(), hour.hour(), List.of());
  }

  @Override
  public ErasureReport erase(HourInput hour, Erasure erasure) {
    process(hour);
    return new ErasureReport(1, 2, 3, 0);
  }

  @Override
  public ReplayReport replay(HourInput hour, ReplayRequest request) {
    process(hour);
    return new ReplayReport(1, 2, 3);
  }

  @Override
  public void archive(HourInput hour) {
    archived.add(hour.hour());
    if (fails.test(hour.hour())) {
      throw ApplicationFailure.newNonRetryableFailure("lost " + hour.hour(), "FATAL");
    }
  }

  @Override
  public void recompute(HourInput hour) {
    recomputed.add(hour.hour());
    if (unreadable.test(hour.hour())) {
      throw ApplicationFailure.newNonRetryableFailure("unreadable " + hour.hour(), "FATAL");
    }
  }

  @Override
  public void reconcile(HourInput hour) {}

  @Override
  public HourReport seal(HourInput hour) {
    return report(hour);
  }
}
