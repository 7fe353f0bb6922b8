package lambda.workflows.walk;

import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Walks through the hours of a range, some at the same time; can be paused and resumed, and ends a
/// run before its history grows too long. Workflow code: it must replay.
public final class RangeWalk {

  /// What is done with each hour.
  @FunctionalInterface
  public interface Step {
    void run(String hour);
  }

  private static final String CANCELLED_HOUR = "cancelled hour";

  private final RangeProgress progress = new RangeProgress();

  /// Counts on from what earlier runs did.
  public void continueFrom(RangeResult before) {
    progress.continueFrom(before);
  }

  /// @return the hour that the next run starts with; empty once all are done
  public Optional<String> run(List<String> hours, int parallelism, Step step) {
    progress.begin(hours.size());
    List<Promise<Void>> running = new ArrayList<>();
    for (String hour : hours) {
      if (progress.isRunFull()) {
        Promise.allOf(running).get();
        Workflow.await(() -> !progress.isPaused()); // the next run does not know of a pause
        return Optional.of(hour);
      }
      Workflow.await(() ->
          progress.mayStart(running.stream().filter(p -> !p.isCompleted()).count(), parallelism));
      progress.started();
      running.add(Async.procedure(this::process, hour, step));
      showProgress();
    }
    Promise.allOf(running).get();
    showProgress();
    return Optional.empty();
  }

  /// One hour that fails does not stop the others.
  private void process(String hour, Step step) {
    try {
      step.run(hour);
      progress.done();
    } catch (CanceledFailure e) {
      throw e;
    } catch (TemporalFailure e) {
      if (e.getCause() instanceof CanceledFailure && endsTheWalk()) {
        throw e;
      }
      progress.failed(hour, HourFailure.of(e));
    }
    showProgress();
  }

  /// Whether the walk itself was cancelled. A person may also cancel the workflow of one hour: that
  /// hour has failed then, and the others go on.
  private static boolean endsTheWalk() {
    return CancellationScope.current().isCancelRequested() || !Changes.has(CANCELLED_HOUR);
  }

  private void showProgress() {
    Workflow.setCurrentDetails(describe());
  }

  public void pause() {
    progress.pause(true);
    showProgress();
  }

  public void resume() {
    progress.pause(false);
    showProgress();
  }

  /// Says what the workflow does after the walk.
  public void enter(String phase) {
    progress.enter(phase);
    showProgress();
  }

  public String describe() {
    return progress.describe();
  }

  public RangeResult result() {
    return progress.result();
  }

  public Optional<HourFailure> everyHourFailed() {
    return progress.everyHourFailed();
  }

  public Optional<HourFailure> anyHourFailed() {
    return progress.anyHourFailed();
  }
}
