package lambda.workflows.range;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import lambda.batch.erasure.Erasure;
import lambda.batch.erasure.ErasureReport;
import lambda.workflows.activity.Failures;
import lambda.workflows.hour.SealHours;
import lambda.workflows.input.EraseInput;
import lambda.workflows.input.HourInput;
import lambda.workflows.input.RangeInput;
import lambda.workflows.input.StreamInput;
import org.jspecify.annotations.Nullable;

/// See [EraseUser].
public final class EraseUserWorkflow extends AbstractRangeWorkflow implements EraseUser {
  private ErasureReport erased = ErasureReport.NONE;

  @Override
  public EraseResult run(@Nullable JsonNode input, @Nullable EraseResult before) {
    EraseInput erase = Failures.translate(() -> EraseInput.parse(input));
    EraseResult earlier = before == null ? EraseResult.NONE : before;
    RangeInput range = erase.range();
    erased = earlier.erased();
    begin(range, earlier.hours());
    // The same through all runs of this workflow and all tries of a step.
    Erasure request = new Erasure(Workflow.getInfo().getFirstExecutionRunId(), erase.user());
    return Failures.unwrap(() -> {
      List<String> notYet = before == null ? stream.notServed(range) : earlier.notYet();
      walk.walk(
              stream.served(range),
              range.parallelism(),
              hour -> add(hours.erase(new HourInput(range.stream(), hour), request)))
          .ifPresent(next -> continueFrom(next, input, notYet));
      StreamInput whole = new StreamInput(range.stream());
      add(stream.eraseRows(whole, request));
      sealAgain(whole);
      eraseSealedSince(range, notYet, request);
      awaitDeletion(whole);
      return new EraseResult(erased, walk.result(), stream.notServed(range));
    });
  }

  private void add(ErasureReport report) {
    erased = erased.plus(report);
  }

  private void continueFrom(String hour, @Nullable JsonNode input, List<String> notYet) {
    if (input instanceof ObjectNode object) {
      Workflow.continueAsNew(
          object.deepCopy().put("from", hour), new EraseResult(erased, walk.result(), notYet));
    }
  }

  /// Sealing takes on every hour that is due, so also one that ended meanwhile, with the user in
  /// it.
  private void eraseSealedSince(RangeInput range, List<String> notYet, Erasure request) {
    List<String> since = stream.served(range).stream().filter(notYet::contains).toList();
    since.forEach(hour -> add(hours.erase(new HourInput(range.stream(), hour), request)));
    if (!since.isEmpty()) {
      sealAgain(new StreamInput(range.stream()));
    }
  }

  /// The hours that were touched are due, and what is due is what [SealHours] looks for.
  private static void sealAgain(StreamInput stream) {
    Workflow.newChildWorkflowStub(
            SealHours.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId("EraseUser-SealHours-" + Workflow.getInfo().getWorkflowId())
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .build())
        .run(JsonNodeFactory.instance.objectNode().put("stream", stream.stream()), null);
  }

  /// The files that held the user's events are replaced; they go when no reader can hold them.
  private void awaitDeletion(StreamInput whole) {
    if (erased.events() + erased.deadLetters() > 0) {
      Duration wait = Duration.ofSeconds(stream.secondsUntilTidy(whole));
      Workflow.setCurrentDetails(
          "erased; the files that held it are deleted in %s".formatted(wait));
      Workflow.sleep(wait);
      stream.tidy(whole);
    }
  }
}
