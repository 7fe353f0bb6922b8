package lambda.workflows.range;

import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Goes through the hours of a range, some at once; can be paused and resumed, and ends one run
/// before its history grows too long. Workflow code: it must replay.
public final class RangeWalk {
  /// Hours in one run: some dozen events each, far from Temporal's limit.
  public static final int HOURS_A_RUN = 200;

  /// What is done with each hour.
  @FunctionalInterface
  interface Step {
    void run(String hour);
  }

  private final List<String> failed = new ArrayList<>();
  private int done;
  private int started;
  private int total;
  private boolean paused;

  /// Counts on from the result of the runs before this one.
  void goOn(RangeResult before) {
    done = before.done();
    failed.addAll(before.failed());
  }

  /// @return the hour to go on with in another run; empty once all are done
  Optional<String> walk(List<String> hours, int parallelism, Step step) {
    total = hours.size();
    List<Promise<Void>> running = new ArrayList<>();
    for (String hour : hours) {
      if (started == HOURS_A_RUN) {
        Promise.allOf(running).get();
        Workflow.await(() -> !paused); // the next run would not know
        return Optional.of(hour);
      }
      Workflow.await(
          () -> !paused && running.stream().filter(p -> !p.isCompleted()).count() < parallelism);
      started++;
      running.add(Async.procedure(this::take, hour, step));
      tell();
    }
    Promise.allOf(running).get();
    tell();
    return Optional.empty();
  }

  /// One hour that fails does not keep the others from their turn.
  private void take(String hour, Step step) {
    try {
      step.run(hour);
      done++;
    } catch (CanceledFailure e) {
      throw e;
    } catch (TemporalFailure e) {
      if (e.getCause() instanceof CanceledFailure) {
        throw e;
      }
      failed.add(hour);
    }
    tell();
  }

  private void tell() {
    Workflow.setCurrentDetails(progress());
  }

  void pause() {
    paused = true;
    tell();
  }

  void resume() {
    paused = false;
    tell();
  }

  String progress() {
    return "%s%d hours done, %d failed; %d of %d of this run begun"
        .formatted(paused ? "paused: " : "", done, failed.size(), started, total);
  }

  RangeResult result() {
    return new RangeResult(done, failed.stream().sorted().toList());
  }
}
