package lambda.workflows.hour;

import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import lambda.core.failure.Category;
import lambda.workflows.input.HourInput;

/// Takes hours through [LambdaHour], several at a time, so that an hour that waits does not keep
/// the others from being sealed. It waits for a limited time; the hours' own workflows go on.
/// Workflow code: it must replay.
final class SealingRun {
  private static final int PARALLELISM = 4;

  /// Less than the hour after which the schedule starts the next run.
  private static final Duration PATIENCE = Duration.ofMinutes(45);

  private final String stream;
  private final TreeSet<String> sealed;
  private final TreeSet<String> failed;
  private final Map<String, Promise<Void>> running = new TreeMap<>();
  private final long end = Workflow.currentTimeMillis() + PATIENCE.toMillis();
  private int left;

  SealingRun(String stream, SealHours.Before before) {
    this.stream = stream;
    sealed = new TreeSet<>(before.taken());
    failed = new TreeSet<>(before.failed());
  }

  /// @param hours oldest first
  /// @return what the next run has to know; empty if this is the last one
  Optional<SealHours.Before> run(List<String> hours) {
    left = hours.size();
    String last = "";
    int started = 0;
    for (String hour : hours) {
      if (started == RunLimit.HOURS) {
        awaitUntilEnd(0);
        return Optional.of(new SealHours.Before(last, List.copyOf(sealed), List.copyOf(failed)));
      }
      if (!awaitUntilEnd(PARALLELISM - 1)) {
        break;
      }
      started++;
      left--;
      last = hour;
      running.put(hour, Async.procedure(this::seal, hour));
      showProgress();
    }
    awaitUntilEnd(0);
    return Optional.empty();
  }

  /// @return false if more than so many still run when the time is over
  private boolean awaitUntilEnd(int most) {
    Duration rest = Duration.ofMillis(end - Workflow.currentTimeMillis());
    return rest.isPositive() && Workflow.await(rest, () -> waiting().size() <= most);
  }

  private List<String> waiting() {
    return running.entrySet().stream()
        .filter(child -> !child.getValue().isCompleted())
        .map(Map.Entry::getKey)
        .toList();
  }

  private void seal(String hour) {
    HourInput input = new HourInput(stream, hour);
    LambdaHour child =
        Workflow.newChildWorkflowStub(
            LambdaHour.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(LambdaHour.id(input))
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .build());
    try {
      child.run(input.toJson());
      sealed.add(hour);
    } catch (CanceledFailure e) {
      throw e;
    } catch (ChildWorkflowFailure e) {
      if (CancellationScope.current().isCancelRequested()) {
        throw e;
      }
      if (!(e.getCause() instanceof WorkflowExecutionAlreadyStarted)) {
        failed.add(hour);
      }
    }
    showProgress();
  }

  private void showProgress() {
    Workflow.setCurrentDetails(
        "%d hours sealed, %d failed, %d running, %d to come"
            .formatted(sealed.size(), failed.size(), waiting().size(), left));
  }

  /// The hours that were sealed, oldest first.
  ///
  /// @throws ApplicationFailure naming the hours that failed or still wait
  List<String> result() {
    List<String> waiting = waiting();
    List<String> problems = new ArrayList<>();
    if (!failed.isEmpty()) {
      problems.add("not sealed: %s; workflow %s shows why".formatted(failed, id(failed.first())));
    }
    if (!waiting.isEmpty()) {
      problems.add(
          "not sealed yet: %s; the progress of workflow %s shows what it is waiting for"
              .formatted(waiting, id(waiting.getFirst())));
    }
    if (left > 0) {
      problems.add("%d hours are left for the next run".formatted(left));
    }
    if (!problems.isEmpty()) {
      throw ApplicationFailure.newNonRetryableFailure(
          String.join("; ", problems), Category.FATAL.name());
    }
    return List.copyOf(sealed);
  }

  private String id(String hour) {
    return LambdaHour.id(new HourInput(stream, hour));
  }
}
