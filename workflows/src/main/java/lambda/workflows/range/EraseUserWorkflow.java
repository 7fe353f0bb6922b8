package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.workflows.activity.ActivityDefaults;
import lambda.workflows.activity.ProjectionActivities;
import lambda.workflows.hour.SealHours;
import lambda.workflows.input.EraseInput;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.StreamInput;
import lambda.workflows.walk.HourFailure;
import lambda.workflows.walk.RangeResult;
import org.jspecify.annotations.Nullable;

/// See [EraseUser].
public final class EraseUserWorkflow extends AbstractRangeWorkflow<EraseInput, EraseResult>
    implements EraseUser {
  /// The change that made the erasure go on if hours cannot be sealed.
  private static final String ERASE_ON = "erase on";

  /// The change that made the erasure wait for Elasticsearch.
  private static final String AWAIT_ELASTICSEARCH = "await Elasticsearch";

  /// The change that made the erasure recompute hours that [SealHours] left to other workflows.
  private static final String RECOMPUTE = "recompute";

  private final ProjectionActivities projectionActivities =
      Workflow.newActivityStub(ProjectionActivities.class, ActivityDefaults.steps());
  private Optional<HourFailure> notSealed = Optional.empty();
  private ErasureReport erased = ErasureReport.NONE;

  /// Null until the first run has listed the hours.
  private @Nullable List<String> notYet;

  @Override
  EraseInput parse(@Nullable JsonNode input) {
    return EraseInput.parse(input);
  }

  @Override
  RangeResult restore(EraseResult before) {
    erased = before.erased();
    notYet = before.notYet();
    return before.hours();
  }

  @Override
  List<String> list(RangeInput range) {
    if (notYet == null) {
      notYet = streamActivities.notServed(range);
    }
    return streamActivities.served(range);
  }

  /// The raw sink is erased, too, and has no hours.
  @Override
  boolean needsHours() {
    return false;
  }

  @Override
  void process(EraseInput input, HourInput hour) {
    add(hourActivities.erase(hour, erasure(input)));
  }

  @Override
  void finish(EraseInput input) {
    RangeInput range = input.range();
    StreamInput stream = new StreamInput(range.stream());
    enter("erasing the raw sink");
    add(streamActivities.eraseRows(stream, erasure(input)));
    sealTouchedHours(stream);
    eraseHoursServedSince(input);
    if (hasChange(RECOMPUTE)) {
      recomputeTheRest(stream, erasure(input));
    }
    if (hasChange(AWAIT_ELASTICSEARCH)) {
      enter("waiting until Elasticsearch no longer has the user");
      projectionActivities.awaitChanges(stream, projectionActivities.nextTransaction());
    }
    awaitDeletion(stream);
    notYet = streamActivities.notServed(range);
    failIfNotSealed();
  }

  @Override
  EraseResult result(RangeResult hours) {
    return new EraseResult(erased, hours, notYet == null ? List.of() : notYet);
  }

  /// The same in all runs of this workflow and all attempts of a step.
  private static Erasure erasure(EraseInput input) {
    return new Erasure(Workflow.getInfo().getFirstExecutionRunId(), input.user());
  }

  private void add(ErasureReport report) {
    erased = erased.plus(report);
  }

  /// Sealing takes every hour that is due, and so also one that ended in the meantime and holds the
  /// user.
  private void eraseHoursServedSince(EraseInput input) {
    RangeInput range = input.range();
    List<String> before = notYet == null ? List.of() : notYet;
    List<String> since = streamActivities.served(range).stream().filter(before::contains).toList();
    since.forEach(hour -> process(input, new HourInput(range.stream(), hour)));
    if (!since.isEmpty()) {
      sealTouchedHours(new StreamInput(range.stream()));
    }
  }

  /// An hour that was touched is due, and [SealHours] seals what is due.
  private void sealTouchedHours(StreamInput stream) {
    enter("sealing the hours that changed");
    SealHours child =
        Workflow.newChildWorkflowStub(
            SealHours.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId("EraseUser-SealHours-" + Workflow.getInfo().getWorkflowId())
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .build());
    try {
      child.run(stream.toJson(), null);
      notSealed = Optional.empty();
    } catch (ChildWorkflowFailure e) {
      if (CancellationScope.current().isCancelRequested() || !hasChange(ERASE_ON)) {
        throw e;
      }
      notSealed = Optional.of(HourFailure.of(e));
    }
  }

  /// An hour that another workflow is sealing is left to it by [SealHours], and may wait for the
  /// speed layer for long. Until it is recomputed, its figures contain the user.
  private void recomputeTheRest(StreamInput stream, Erasure erasure) {
    for (String hour : streamActivities.notRecomputed(stream, erasure)) {
      enter("recomputing hour " + hour);
      try {
        hourActivities.recompute(new HourInput(stream.stream(), hour));
      } catch (ActivityFailure e) {
        if (CancellationScope.current().isCancelRequested()) {
          throw e;
        }
        HourFailure why = HourFailure.of(e);
        notSealed =
            Optional.of(
                new HourFailure(
                    "figures of hour %s still contain the user: %s".formatted(hour, why.message()),
                    why.type()));
      }
    }
  }

  /// An hour that cannot be sealed, perhaps one that the erasure did not touch, does not keep the
  /// user's data from being deleted; the workflow fails once all else is done.
  private void failIfNotSealed() {
    notSealed.ifPresent(failure -> {
      failIfEveryHourFailed();
      throw new HourFailure(
              "the user is erased (%d events, %d dead letters, %d rows), but %s"
                  .formatted(
                      erased.events(), erased.deadLetters(), erased.rows(), failure.message()),
              failure.type())
          .toTemporal();
    });
  }

  /// The files that held the user's events are replaced; they are deleted once no reader can still
  /// be using them.
  private void awaitDeletion(StreamInput stream) {
    if (erased.events() + erased.deadLetters() > 0) {
      Duration wait = Duration.ofSeconds(streamActivities.secondsUntilTidy(stream));
      enter(
          "waiting until %s, when the files that held the user may be deleted"
              .formatted(Instant.ofEpochMilli(Workflow.currentTimeMillis()).plus(wait)));
      Workflow.sleep(wait);
      enter("deleting the files that held the user");
      streamActivities.tidy(stream);
    }
  }
}
