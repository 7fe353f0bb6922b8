package lambda.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/// See [Backfill].
public final class BackfillWorkflow extends OverRange implements Backfill {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Override
  public RangeResult run(@Nullable JsonNode input, @Nullable RangeResult before) {
    RangeInput range = Failures.translate(() -> RangeInput.parse(input));
    Memos.tell(range);
    walk = new RangeWalk(before == null ? RangeResult.NONE : before);
    return Failures.unwrap(() -> {
      walk.walk(stream.hours(range), range.parallelism(), hour -> again(range.stream(), hour))
          .ifPresent(next ->
              Workflow.continueAsNew(JSON.valueToTree(range.startingAt(next)), walk.result()));
      return walk.result();
    });
  }

  private void again(String name, String hour) {
    HourInput input = new HourInput(name, hour);
    hours.reopen(input);
    Workflow.newChildWorkflowStub(
            LambdaHour.class,
            ChildWorkflowOptions.newBuilder()
                // Of this backfill alone: started twice, the same is done twice, and no harm.
                .setWorkflowId(Workflow.getInfo().getWorkflowId() + "/" + LambdaHour.id(input))
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                .build())
        .run(JSON.valueToTree(input));
  }
}
